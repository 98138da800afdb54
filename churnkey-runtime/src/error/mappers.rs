//! How a merchant's own types of error become answers.

use std::error::Error as StdError;

use super::chain::{Because, as_type, search};
use super::{Error, Shown};

/// The functions given to [`Builder::map_error`](crate::Builder::map_error), in order.
#[derive(Default)]
pub(crate) struct Mappers(Vec<Mapper>);

type Mapper = Box<dyn Fn(&(dyn StdError + 'static)) -> Option<Error> + Send + Sync>;

impl Mappers {
    pub(crate) fn add<E, F>(&mut self, map: F)
    where
        E: StdError + Send + Sync + 'static,
        F: Fn(&E) -> Option<Error> + Send + Sync + 'static,
    {
        self.0.push(Box::new(move |error| as_type(error).and_then(&map)));
    }

    /// The answer for an internal error, with its cause kept. Every other error is an answer already.
    pub(crate) fn apply(&self, mut error: Error) -> Error {
        if error.shown == Shown::Answer {
            return error;
        }
        let mapped = error
            .source()
            .and_then(|source| self.0.iter().find_map(|mapper| search(source, mapper)));
        match mapped {
            Some(answer) => {
                let source = Because::join(answer.source, error.source.take());
                Error { source, odds: error.odds.take(), ..answer }
            }
            None => error,
        }
    }
}

#[cfg(test)]
#[path = "../tests/mappers.rs"]
mod tests;
