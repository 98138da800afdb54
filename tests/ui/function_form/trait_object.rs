// A trait object as the context.
#![allow(dead_code, unused_variables)]
include!("../parts/context.rs");

pub trait Db {}
#[churnkey::action(apply_coupon)]
async fn f(b: &dyn Db, options: ApplyCouponOptions) -> Result<()> {
    let _ = b;
    drop(options);
    Ok(())
}

fn main() {}
