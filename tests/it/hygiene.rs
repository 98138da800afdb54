//! What the attributes generate must not trip the lints of a merchant, nor the names in a merchant's modules.

use actix_web::test::{TestRequest, call_service, init_service};
use actix_web::{App, rt};
use churnkey::prelude::*;
use churnkey::{Integration, StartError};
use churnkey_test_merchants::strict::{Billing, extend};

/// The status of an action's answer; its body is empty, so that nothing is wrong with it but the route.
async fn status(integration: &Integration, path: &str) -> u16 {
    let app = init_service(App::new().configure(|config| integration.configure(config))).await;
    let request = TestRequest::post().uri(path).insert_header(("authorization", "Bearer t"));
    call_service(&app, request.to_request()).await.status().as_u16()
}

#[test]
fn a_method_under_a_condition_is_routed_and_announced_only_where_it_holds() -> Result<(), StartError>
{
    let integration = Integration::builder(Billing).token("t").build()?;
    let announced = |action: &str| integration.manifest()["actions"][action]["handleAll"].as_bool();
    let status = |path| rt::System::new().block_on(status(&integration, path));

    assert_eq!(announced("cancel"), Some(false));
    assert_eq!(status("/churnkey/actions/customer/cancel"), 404);
    assert_eq!(announced("pause"), Some(true));
    assert_eq!(status("/churnkey/actions/customer/pause"), 400);

    let table = integration.table().to_string();
    assert!(
        table.contains("/actions/customer/pause") && !table.contains("/actions/customer/cancel"),
        "{table}"
    );
    Ok(())
}

#[test]
fn methods_and_functions_are_called_without_a_server() -> Result<()> {
    rt::System::new().block_on(async {
        let cancel = CancelOptions::new("u_1", "s_1", Schedule::EndOfPeriod);
        Cancel::handle(&Billing, cancel).await?;
        let trial = ExtendTrialOptions::new(
            "u_1",
            "s_1",
            ActionDuration::Date(churnkey::chrono::Utc::now()),
        );
        extend(&Billing, trial.clone()).await?;
        ExtendTrial::handle(&Billing, trial).await?;
        assert_eq!(Customers::retrieve(&Billing, "u_1".into()).await?, Customer::new("u_1"));
        Ok(())
    })
}
