use super::Valid;
use crate::tokens::place::{Place, Placed};
use crate::tokens::token::Token;

fn valid(tokens: Vec<Token>) -> Result<Valid, String> {
    let place = Place::call;
    let placed =
        tokens.into_iter().zip(1..).map(|(token, call)| Placed { token, place: place(call) });
    Valid::new(Valid::none(false), &placed.collect::<Vec<_>>()).map_err(|error| error.to_string())
}

#[test]
fn each_token_is_found_with_its_own_name_and_limits() {
    let names = ["first", "second", "third", "fourth"];
    let secret = |name: &str| format!("secret-of-the-{name}");
    let tokens = names.map(|name| Token::named(name, secret(name)));
    let [first, second, third, fourth] = tokens;
    let set = valid(vec![first, second.read_only(), third.test_only(), fourth]).unwrap();
    for name in names {
        let caller = set.find(secret(name).as_bytes()).unwrap();
        let limits = (caller.name, caller.read_only, caller.test_only);
        assert_eq!(limits, (Some(name), name == "second", name == "third"));
    }
    for other in ["", "secret-of-the-", "secret-of-the-fifth", "first"] {
        assert_eq!(set.find(other.as_bytes()), None, "{other}");
    }
}

#[test]
fn none_is_there_twice() {
    let twice = valid(vec!["a".into(), "b".into(), "a".into()]).unwrap_err();
    assert_eq!(twice, "invalid setting `token`: call 3: the same token is in call 1 of `token`");
    let named = valid(vec![Token::named("n", "a"), Token::named("n", "b")]).unwrap_err();
    assert_eq!(
        named,
        "invalid setting `token`: call 2: a token of the same name is in call 1 of `token`"
    );
}

#[test]
fn it_is_told_by_number_names_and_limits() {
    let told = |tokens| valid(tokens).unwrap().to_string();
    assert_eq!(told(vec!["a".into()]), "1 token is valid");
    assert_eq!(told(vec!["a".into(), "b".into()]), "2 tokens are valid");
    assert_eq!(told(vec![Token::named("n", "a")]), "1 token is valid: n");
    assert_eq!(
        told(vec![
            Token::named("churnkey", "a"),
            Token::named("monitoring", "b").read_only(),
            Token::named("trial", "c").test_only().read_only(),
            Token::from("d").test_only(),
            "e".into(),
        ]),
        "5 tokens are valid: churnkey, monitoring (read-only), trial (read-only, test-only), unnamed (test-only), unnamed"
    );
}

#[test]
fn the_secret_is_not_kept() {
    let secret = "ck_secret_0123456789";
    let named = Token::named("n", secret);
    assert!(!format!("{named:?}").contains(secret));
    assert!(!format!("{:?}", valid(vec![named]).unwrap()).contains(secret));
}
