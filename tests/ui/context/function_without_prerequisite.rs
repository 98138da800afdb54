// A missing prerequisite from within the function form.
#![allow(dead_code, unused_variables)]
include!("../parts/context.rs");

pub struct G;
#[churnkey::action(cancel, schedules(immediate))]
async fn cancel(g: &G, options: CancelOptions) -> Result<()> {
    let _ = (g, options);
    Ok(())
}

fn main() {}
