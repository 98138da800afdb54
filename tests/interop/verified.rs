use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::time::Duration;

use churnkey_runtime::Mode;
use churnkey_verify::{CannotRun, Report, Severity, Verifier};

use crate::TOKEN;
use crate::express::Express;
use crate::faults::{FAULTS, Fault};

fn verifier() -> Verifier {
    Verifier::new(TOKEN).timeout(Duration::from_millis(800))
}

fn writing() -> Verifier {
    verifier().mode(Mode::Test).customer("u_1001").write("s_77")
}

fn verify(verifier: &Verifier, express: &Express) -> Result<Report, CannotRun> {
    actix_web::rt::System::new().block_on(verifier.verify_url(express.url()))
}

fn ids(report: &Report, severity: Severity) -> BTreeSet<&'static str> {
    let outcomes = report.outcomes.iter().filter(|outcome| outcome.severity == severity);
    outcomes.map(|outcome| outcome.check.id).collect()
}

#[test]
fn the_healthy_integration_passes_without_a_warning() {
    let Some(express) = Express::start() else { return };
    for verifier in [verifier(), writing()] {
        let report = verify(&verifier, &express).unwrap();
        assert!(report.passed(), "{report}");
        assert_eq!(ids(&report, Severity::Warning), BTreeSet::new(), "{report}");
        assert_ne!(ids(&report, Severity::Passed), BTreeSet::new(), "{report}");
    }
}

#[test]
fn each_fault_is_found_by_its_own_check() {
    let Some(express) = Express::start() else { return };
    let mut wrong = String::new();
    for fault in FAULTS {
        let verifier = if fault.writes { writing() } else { verifier() };
        let report = verify(&verifier.header("x-fault", fault.name), &express).unwrap();
        if let Err(why) = judge(fault, &report) {
            writeln!(wrong, "{}: {why}\n{report}\n", fault.name).unwrap();
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

fn judge(fault: &Fault, report: &Report) -> Result<(), String> {
    let (failed, warned) = (ids(report, Severity::Failed), ids(report, Severity::Warning));
    let found = if fault.warns { &warned } else { &failed };
    if !found.contains(fault.check) {
        return Err(format!(
            "not found by {}; failed: {failed:?}, warned: {warned:?}",
            fault.check
        ));
    }
    let others: Vec<_> = failed
        .into_iter()
        .filter(|&id| id != fault.check && !fault.followed_by.contains(&id))
        .collect();
    if others.is_empty() { Ok(()) } else { Err(format!("{others:?} failed too")) }
}

#[test]
fn every_fault_of_the_integration_is_in_the_table() {
    let Some(_express) = Express::start() else { return };
    let there: BTreeSet<_> = Express::list("--faults").into_iter().collect();
    let known: BTreeSet<_> = FAULTS.iter().map(|fault| fault.name.to_owned()).collect();
    assert_eq!(there, known);
}
