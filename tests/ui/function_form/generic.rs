// A generic function.
#![allow(dead_code, unused_variables)]
include!("../parts/context.rs");

#[churnkey::action(apply_coupon)]
async fn f<T>(b: &T, options: ApplyCouponOptions) -> Result<()> {
    drop((b, options));
    Ok(())
}

fn main() {}
