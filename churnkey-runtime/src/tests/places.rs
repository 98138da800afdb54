use std::rc::Rc;

use super::{Places, Seat};

/// What became of one that entered.
fn enter(places: &Rc<Places>) -> (Seat, impl Fn() -> bool) {
    let (seat, registration) = places.enter();
    let handle = registration.handle();
    (seat, move || handle.is_aborted())
}

#[test]
fn who_takes_the_last_place_pushes_out_the_oldest_stranger() {
    let places = Rc::new(Places::new(3));
    let (_first, first_is_out) = enter(&places);
    let (_second, second_is_out) = enter(&places);
    assert!(!first_is_out());
    let (_third, third_is_out) = enter(&places);
    assert!(first_is_out() && !second_is_out() && !third_is_out());
}

#[test]
fn who_has_shown_a_token_is_never_pushed_out() {
    let places = Rc::new(Places::new(3));
    let (first, first_is_out) = enter(&places);
    let (second, second_is_out) = enter(&places);
    places.keep(first.number);
    let (third, third_is_out) = enter(&places);
    assert!(!first_is_out() && second_is_out() && !third_is_out());
    drop(second);
    places.keep(third.number);
    let (_last, last_is_out) = enter(&places);
    assert!(!first_is_out() && !third_is_out() && !last_is_out(), "nobody pushes out itself");
}

#[test]
fn who_leaves_makes_room() {
    let places = Rc::new(Places::new(2));
    for _ in 0..10 {
        let (_only, is_out) = enter(&places);
        assert!(!is_out());
    }
    assert_eq!(places.taken.get(), 0);
    assert!(places.strangers.borrow().is_empty());
}

#[test]
fn one_that_was_pushed_out_is_not_pushed_out_again_when_it_leaves_late() {
    let places = Rc::new(Places::new(2));
    let (first, first_is_out) = enter(&places);
    let (_second, second_is_out) = enter(&places);
    assert!(first_is_out());
    let (_third, third_is_out) = enter(&places); // `first` has not left yet
    assert!(second_is_out() && !third_is_out());
    drop(first);
    assert_eq!(places.taken.get(), 2);
}
