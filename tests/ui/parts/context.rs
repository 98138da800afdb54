use churnkey::prelude::*;

pub struct Billing;
