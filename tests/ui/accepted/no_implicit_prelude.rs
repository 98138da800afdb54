//! No prelude, and every name that generated code could trip over is taken.

#![no_implicit_prelude]

#[allow(dead_code)]
mod shadows {
    pub struct Result;
    pub struct Option;
    pub struct Box;
    pub struct Send;
    pub struct Sync;
    pub struct Ok;
    pub struct String;
    pub struct Vec;
}
#[allow(unused_imports)]
use self::shadows::*;

struct Billing;

#[::churnkey::controller]
impl ::churnkey::Customers for Billing {
    async fn retrieve(
        &self,
        id: ::churnkey::models::CustomerId,
    ) -> ::churnkey::Result<::churnkey::models::Customer> {
        ::core::result::Result::Ok(::churnkey::models::Customer::new(id))
    }
}
