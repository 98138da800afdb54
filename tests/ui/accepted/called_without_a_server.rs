//! A module's method called from a test, without any server.

merchant!(customers prices subscriptions);

#[churnkey::action(cancel, schedules(immediate))]
async fn cancel(_: &Billing, options: CancelOptions) -> Result<()> {
    match options.scheduled_at {
        Schedule::Immediate => Err(Error::new(409, "it has ended")),
        Schedule::EndOfPeriod => Ok(()),
    }
}

#[test]
fn its_method_gives_what_it_gives() {
    actix_web::rt::System::new().block_on(async {
        let options = CancelOptions::new("u_1", "s_1", Schedule::Immediate);
        assert_eq!(cancel(&Billing, options.clone()).await.unwrap_err().code(), 409);
        assert_eq!(Cancel::handle(&Billing, options).await.unwrap_err().code(), 409);
        assert_eq!(
            Customers::retrieve(&Billing, "u_1".into()).await.unwrap(),
            Customer::new("u_1")
        );
    });
}
