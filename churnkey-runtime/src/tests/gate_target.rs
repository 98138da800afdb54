use std::collections::BTreeSet;

use super::GateTarget;
use crate::module::names::{Kind, Module};

#[test]
fn a_name_is_read_in_either_spelling() {
    for target in GateTarget::ALL {
        assert_eq!(target.name().parse(), Ok(*target));
        assert_eq!(target.name().replace('_', "-").parse(), Ok(*target));
    }
    let problem = "refunds".parse::<GateTarget>().unwrap_err().to_string();
    let names = "cancel, pause, apply_coupon, change_price, extend_trial, writes, everything";
    assert_eq!(problem, format!("the gate can close {names}"));
}

#[test]
fn each_action_has_a_target_of_its_own_and_each_target_a_bit() {
    let actions = Module::ALL.iter().filter(|module| module.info().kind == Kind::Action);
    let targets: BTreeSet<_> =
        actions.map(|module| GateTarget::of_action(*module).unwrap()).collect();
    assert_eq!(targets.len(), 5);
    let bits: BTreeSet<_> = GateTarget::ALL.iter().map(|target| target.bit()).collect();
    assert_eq!(bits.len(), GateTarget::ALL.len());
}
