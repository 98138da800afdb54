use super::parse;
use crate::files::file::File;
use crate::http::gate::closings::Closings;
use crate::http::gate::notice::GateNotice;
use crate::http::gate::target::GateTarget::{self, ChangePrice, Everything, Pause, Writes};
use crate::module::mode::Mode;

fn file() -> File {
    File::new("gate_file", "/run/gate".into())
}

/// Target, mode, message, seconds.
type Closing = (GateTarget, Mode, &'static str, Option<u32>);

fn closings(all: &[Closing]) -> Closings {
    let mut closings = Closings::default();
    for (target, mode, message, seconds) in all {
        let notice = GateNotice::new(*message);
        let notice = seconds.map_or(notice.clone(), |seconds| notice.retry_after(seconds));
        closings.of_mut(*mode).insert(*target, notice);
    }
    closings
}

#[test]
fn a_line_closes_something_in_one_mode_or_in_both() {
    let both = |target, message, seconds| {
        [(target, Mode::Live, message, seconds), (target, Mode::Test, message, seconds)]
    };
    for (content, expected) in [
        ("", &[][..]),
        ("# nothing\n\n  # closed\n", &[]),
        ("pause closed Back at 14:00", &both(Pause, "Back at 14:00", None)),
        ("\u{feff}pause\tclosed   Back  at 14:00  \r\n", &both(Pause, "Back  at 14:00", None)),
        ("pause closed", &both(Pause, "closed for now", None)),
        ("change-price closed retry=0", &both(ChangePrice, "closed for now", Some(0))),
        ("live writes closed retry=600 Später", &[(Writes, Mode::Live, "Später", Some(600))]),
        (
            "test everything closed a\nlive everything closed b",
            &[(Everything, Mode::Test, "a", None), (Everything, Mode::Live, "b", None)],
        ),
    ] {
        assert_eq!(parse(&file(), content.as_bytes()).unwrap(), closings(expected), "{content:?}");
    }
}

#[test]
fn an_invalid_line_is_refused_with_its_number() {
    let names = "the gate can close cancel, pause, apply_coupon, change_price, extend_trial, writes, everything";
    for (content, problem) in [
        ("pauze closed", format!("line 1 of `/run/gate`: there is no `pauze`; {names}")),
        ("\n# a\nPause closed", format!("line 3 of `/run/gate`: there is no `Pause`; {names}")),
        ("test", "line 1 of `/run/gate`: write what to close after `test`".to_owned()),
        ("customers closed", format!("line 1 of `/run/gate`: there is no `customers`; {names}")),
        ("pause", "line 1 of `/run/gate`: write `pause closed` and then a message".to_owned()),
        ("pause open", "line 1 of `/run/gate`: write `pause closed` and then a message".to_owned()),
        ("pause Closed", "line 1 of `/run/gate`: write `pause closed` and then a message".to_owned()),
        (
            "pause closed retry=1h Back soon",
            "line 1 of `/run/gate`: `retry=1h` is not a whole number of seconds, such as `retry=600`"
                .to_owned(),
        ),
        (
            "pause closed retry=-1",
            "line 1 of `/run/gate`: `retry=-1` is not a whole number of seconds, such as `retry=600`"
                .to_owned(),
        ),
        (
            "pause closed a\nlive pause closed b",
            "line 2 of `/run/gate`: an earlier line closes `pause` in live mode already".to_owned(),
        ),
        ("pause closed a\u{1b}[2J", "line 1 of `/run/gate`: the message has a control character".to_owned()),
    ] {
        let message = parse(&file(), content.as_bytes()).unwrap_err().to_string();
        assert_eq!(message, format!("invalid setting `gate_file`: {problem}"), "{content:?}");
    }
    let message = parse(&file(), b"\xff").unwrap_err().to_string();
    assert_eq!(message, "invalid setting `gate_file`: `/run/gate` is not UTF-8 text");
}
