use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::{Admission, MINUTE, Window};

fn admitted(window: &mut Window, limit: usize, now: Instant) -> bool {
    window.admit(limit, now) == Admission::Admitted
}

#[test]
fn a_refusal_says_how_long_to_wait_and_whether_it_is_the_first() {
    let begun = Instant::now();
    let at = |seconds| begun + Duration::from_secs(seconds);
    let mut window = Window::default();
    assert!(admitted(&mut window, 2, at(0)));
    assert!(admitted(&mut window, 2, at(10)));
    let wait = |seconds, first| Admission::Refused { wait: Duration::from_secs(seconds), first };
    assert_eq!(window.admit(2, at(20)), wait(40, true));
    assert_eq!(window.admit(2, at(59)), wait(1, false));
    assert!(admitted(&mut window, 2, at(60)), "a minute after the first");
    assert_eq!(window.admit(2, at(61)), wait(9, false), "not the first refusal of the minute");
    assert!(admitted(&mut window, 2, at(70)));
    assert!(admitted(&mut window, 2, at(200)));
    assert!(admitted(&mut window, 2, at(200)));
    assert_eq!(window.admit(2, at(201)), wait(59, true), "the first after a minute without one");
}

proptest! {
    /// Compared with a plain model: an action is admitted unless the minute before it has reached the limit.
    #[test]
    fn no_minute_has_more_than_the_limit(
        limit in 1_usize..5,
        gaps in proptest::collection::vec(0_u64..40, 1..60),
    ) {
        let begun = Instant::now();
        let mut window = Window::default();
        let mut all: Vec<Duration> = Vec::new();
        let mut now = Duration::ZERO;
        for gap in gaps {
            now += Duration::from_secs(gap);
            let recent = all.iter().filter(|then| now < **then + MINUTE).count();
            let admitted = admitted(&mut window, limit, begun + now);
            prop_assert_eq!(admitted, recent < limit);
            if admitted {
                all.push(now);
            }
        }
    }
}
