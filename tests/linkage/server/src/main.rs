//! Names no more of the library than the context.

#![forbid(unsafe_code)]

fn main() -> Result<(), churnkey::StartError> {
    let integration =
        churnkey::Integration::builder(linkage_billing::Billing).token("t").build()?;
    println!("{}", integration.manifest());
    Ok(())
}
