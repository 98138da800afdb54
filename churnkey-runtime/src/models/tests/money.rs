//! Money is a whole number and stays one: no amount is ever rounded by a float (protocol 2.8).

use proptest::prelude::*;

use crate::models::{Amount, BillingCycle, CouponValue, Currency, FixedAmount, Item, Price, Tier};

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    /// Beyond 2^53 a float would change the last digits.
    #[test]
    fn the_digits_on_the_wire_are_those_of_the_amount(unit: i64, flat: i64) {
        let amount = FixedAmount::new(Currency::EUR).unit(unit).flat(flat);
        let digits = format!(r#""currency":"eur","unit":{unit},"flat":{flat}}}"#);
        let price = Price::standalone("p", BillingCycle::MONTHLY, amount);
        let item = serde_json::to_string(&Item::new("i", price)).unwrap();
        prop_assert!(item.contains(&format!(r#""amount":{{"model":"fixed",{digits}"#)), "{}", item);
        let coupon = serde_json::to_string(&CouponValue::from(amount)).unwrap();
        prop_assert_eq!(&coupon, &format!(r#"{{"type":"fixed",{digits}"#));
        prop_assert_eq!(serde_json::from_str::<Item>(&item).unwrap().price.amount, amount.into());
        prop_assert_eq!(serde_json::from_str::<CouponValue>(&coupon).unwrap(), amount.into());
    }

    /// A number that is not written as an integer is refused, even if it is one: a float may have changed it.
    #[test]
    fn a_number_that_is_not_an_integer_is_refused(number: f64, whole: i64, above in (1_u64 << 63)..) {
        prop_assume!(number.is_finite());
        let exponent = format!("{number:e}");
        for text in [format!("{number:?}"), exponent, format!("{whole}.0"), format!("{whole}e0"), above.to_string(),
            format!("\"{whole}\"")]
        {
            for json in [
                format!(r#"{{"model":"fixed","currency":"eur","unit":{text}}}"#),
                format!(r#"{{"model":"tiered","currency":"eur","mode":"total","tiers":[{{"flat":{text}}}]}}"#),
            ] {
                prop_assert!(serde_json::from_str::<Amount>(&json).is_err(), "{}", json);
            }
            let json = format!(r#"{{"type":"fixed","currency":"eur","flat":{text}}}"#);
            prop_assert!(serde_json::from_str::<CouponValue>(&json).is_err(), "{}", json);
        }
    }

    #[test]
    fn a_tier_keeps_its_numbers(up_to: u64, unit: i64, flat: i64) {
        let text = serde_json::to_string(&Tier::up_to(up_to).unit(unit).flat(flat)).unwrap();
        prop_assert_eq!(text, format!(r#"{{"upTo":{up_to},"unit":{unit},"flat":{flat}}}"#));
    }
}
