use std::fmt;

use super::Mappers;
use crate::error::Error;

#[test]
fn the_answer_of_an_own_error_keeps_what_was_odd_in_the_body() {
    let mut mappers = Mappers::default();
    mappers.add(|_: &fmt::Error| Some(Error::new(503, "try again later")));
    let odds = vec!["a key that nobody reads".to_owned()];
    let error = Error::internal(fmt::Error).with_odds(Some(Box::new(odds.clone())));
    let answer = mappers.apply(error);
    assert_eq!(answer.code(), 503);
    assert_eq!(answer.odds().as_deref(), Some(&odds));
}
