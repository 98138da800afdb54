use std::rc::Rc;

use super::{Places, Seat};

/// A connection's seat, and whether the connection was closed for another one.
fn enter(places: &Rc<Places>) -> (Seat, impl Fn() -> bool) {
    let (seat, registration) = places.enter();
    let handle = registration.handle();
    (seat, move || handle.is_aborted())
}

#[test]
fn taking_the_last_place_closes_the_oldest_connection_without_a_token() {
    let places = Rc::new(Places::new(3));
    let (_first, first_is_out) = enter(&places);
    let (_second, second_is_out) = enter(&places);
    assert!(!first_is_out());
    let (_third, third_is_out) = enter(&places);
    assert!(first_is_out() && !second_is_out() && !third_is_out());
}

#[test]
fn a_connection_that_has_shown_a_token_is_never_closed_for_another() {
    let places = Rc::new(Places::new(3));
    let (first, first_is_out) = enter(&places);
    let (second, second_is_out) = enter(&places);
    places.keep(first.number);
    let (third, third_is_out) = enter(&places);
    assert!(!first_is_out() && second_is_out() && !third_is_out());
    drop(second);
    places.keep(third.number);
    let (_last, last_is_out) = enter(&places);
    assert!(!first_is_out() && !third_is_out() && !last_is_out(), "none is closed for itself");
}

#[test]
fn a_connection_that_ends_makes_room() {
    let places = Rc::new(Places::new(2));
    for _ in 0..10 {
        let (_only, is_out) = enter(&places);
        assert!(!is_out());
    }
    assert_eq!(places.taken.get(), 0);
    assert!(places.untrusted.borrow().is_empty());
}

#[test]
fn a_closed_connection_that_ends_late_is_counted_out_once() {
    let places = Rc::new(Places::new(2));
    let (first, first_is_out) = enter(&places);
    let (_second, second_is_out) = enter(&places);
    assert!(first_is_out());
    let (_third, third_is_out) = enter(&places); // `first` has not left yet
    assert!(second_is_out() && !third_is_out());
    drop(first);
    assert_eq!(places.taken.get(), 2);
}
