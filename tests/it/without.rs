//! Modules that an integration leaves out at run time.

use churnkey::{Integration, Module, StartError};

use crate::client::{TOKEN, get, post};
use crate::merchant::Shop;

fn without(modules: &[Module]) -> Result<Integration, StartError> {
    let builder = Integration::builder(Shop::default()).token(TOKEN);
    modules.iter().fold(builder, |builder, module| builder.without(*module)).build()
}

#[actix_web::test]
async fn two_brands_of_one_type_offer_different_actions() {
    let whole = without(&[]).unwrap();
    let careful = without(&[Module::Pause, Module::ApplyCoupon, Module::Coupons]).unwrap();
    let pause = "/churnkey/actions/subscription/pause";
    post(&whole, pause, "{}").await.error(400);
    post(&careful, pause, "{}").await.error(404);
    get(&careful, "/churnkey/coupons").await.error(404);

    let manifest = get(&careful, "/churnkey/features").await.json();
    let announced =
        |part: &str| manifest[part].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(announced("actions"), ["cancel", "changePrice", "extendTrial"]);
    assert_eq!(
        announced("controllers"),
        ["customers", "families", "prices", "products", "subscriptions"]
    );
    assert_ne!(careful.fingerprint(), whole.fingerprint());
    assert!(!careful.table().to_string().contains("Pause"));
}

#[cfg(feature = "openapi")]
#[test]
fn the_document_leaves_it_out_too() {
    let paths = |modules: &[Module]| {
        let document = without(modules).unwrap().openapi().clone();
        document["paths"].as_object().unwrap().keys().cloned().collect::<Vec<_>>()
    };
    let gone = paths(&[]).into_iter().filter(|path| !paths(&[Module::Pause]).contains(path));
    assert_eq!(
        gone.collect::<Vec<_>>(),
        ["/churnkey/actions/customer/pause", "/churnkey/actions/subscription/pause"]
    );
}

/// Prices and products of this shop have the types that need another controller.
#[test]
fn what_depends_on_it_is_a_start_error() {
    let needed = |module: Module| match without(&[module]).map(drop) {
        Err(StartError::LeftOut { by, .. }) => by,
        Err(other) => panic!("{other}"),
        Ok(()) => Vec::new(),
    };
    let of_cancel = [Module::ApplyCoupon, Module::ChangePrice, Module::ExtendTrial, Module::Pause];
    assert_eq!(needed(Module::Cancel), of_cancel);
    assert_eq!(needed(Module::Coupons), [Module::ApplyCoupon]);
    assert_eq!(needed(Module::Products), [Module::Prices]);
    assert_eq!(needed(Module::Families), [Module::Products]);
    for module in of_cancel {
        assert_eq!(needed(module), [], "{module}");
    }
}

#[test]
fn no_integration_is_without_a_required_one() {
    for module in [Module::Customers, Module::Prices, Module::Subscriptions] {
        let error = without(&[module]).map(drop).unwrap_err();
        assert!(matches!(error, StartError::Setting { setting: "without", .. }), "{error}");
    }
}

#[test]
fn what_is_not_there_may_be_left_out_and_so_may_one_twice() {
    let kiosk = Integration::builder(crate::merchant::Kiosk::default()).token(TOKEN);
    let kiosk = kiosk.without(Module::Coupons).without(Module::Coupons).build().unwrap();
    assert!(kiosk.manifest()["controllers"]["customers"].is_object());
}
