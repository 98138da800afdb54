use super::parse;
use crate::files::file::File;
use crate::tokens::token::Token;

const A: &str = "ck_int_aaaaaaaaaa";
const B: &str = "ck_int_bbbbbbbbbb==";

fn file() -> File {
    File::new("token_file", "/run/tokens".into())
}

fn tokens(content: &str) -> Vec<Token> {
    let placed = parse(&file(), content.as_bytes()).unwrap();
    placed.into_iter().map(|placed| placed.token).collect()
}

fn refused(content: &[u8]) -> String {
    parse(&file(), content).unwrap_err().to_string()
}

/// Secret, name, read-only, test-only.
fn told(token: &Token) -> (&str, Option<&str>, bool, bool) {
    (token.secret(), token.name(), token.read_only, token.test_only)
}

#[test]
fn a_line_is_a_token_with_a_name_and_limits_where_it_has_them() {
    for (line, expected) in [
        (A.to_owned(), (A, None, false, false)),
        (B.to_owned(), (B, None, false, false)), // ends in `=` itself
        (format!("{A} read-only"), (A, None, true, false)),
        (format!("a = {A}"), (A, Some("a"), false, false)),
        (format!("churnkey-2026 = {B}"), (B, Some("churnkey-2026"), false, false)),
        (
            format!("\tmonitoring  =  {A}\ttest-only   read-only "),
            (A, Some("monitoring"), true, true),
        ),
    ] {
        assert_eq!(told(&tokens(&line)[0]), expected, "{line}");
    }
}

#[test]
fn comments_and_empty_lines_are_skipped_whatever_the_ends_of_lines_are() {
    let content = format!("\u{feff}# of the dashboard\r\n\r\n  # = read-only\r\n{A}\r\nb = {B}");
    let tokens = tokens(&content);
    assert_eq!(tokens.iter().map(Token::secret).collect::<Vec<_>>(), [A, B]);
}

#[test]
fn a_wrong_line_is_told_by_its_number_and_its_reason_and_never_shown() {
    for (line, reason) in [
        (format!("{A} # of the dashboard"), "only `read-only` and `test-only` may follow a token"),
        (format!("{A} {B}"), "only `read-only` and `test-only` may follow a token"),
        (format!("{A} readonly"), "only `read-only` and `test-only` may follow a token"),
        (format!("a = {A} b = {B}"), "only `read-only` and `test-only` may follow a token"),
        (format!("Bearer {A}"), "`Bearer` belongs to the request's header"),
        (format!("a = Bearer {A}"), "`Bearer` belongs to the request's header"),
        (format!("'{A}'"), "a token contains no quotes"),
        (format!("a = '{A}'"), "a token contains no quotes"),
        (format!("churnkey={A}"), "a token has `=` only at its end; in a token file, write spaces"),
        (format!("= {A}"), "a token has at least 16 characters"),
        ("churnkey = ".to_owned(), "there is no token after the `=`"),
        ("churnkey = short".to_owned(), "a token has at least 16 characters"),
        // The other way round: the secret is no name, and no log gets it.
        (format!("{A}{A} = churnkey-production-2026"), "a token's name has 1 to 32 letters"),
        (format!("read-only = {A}"), "`read-only` cannot be a token's name"),
    ] {
        let message = refused(format!("# first\n\n{line}\n").as_bytes());
        let expected = format!("invalid setting `token_file`: line 3 of `/run/tokens`: {reason}");
        assert!(message.starts_with(&expected), "{line}: {message}");
        for part in ["ck_int", "aaa", "bbb", "dashboard", "churnkey"] {
            assert!(!message.contains(part), "{part} in {message}");
        }
    }
}

#[test]
fn a_file_without_a_token_is_none() {
    for content in ["", "\n", "# ck_int_aaaaaaaaaa\n", "\u{feff}"] {
        assert_eq!(
            refused(content.as_bytes()),
            "invalid setting `token_file`: there is no token in `/run/tokens`"
        );
    }
    assert_eq!(
        refused(b"\xff\xfe\0"),
        "invalid setting `token_file`: `/run/tokens` is not UTF-8 text"
    );
}

#[cfg(unix)]
#[test]
fn no_more_is_read_than_a_file_of_tokens_has() {
    let endless = File::new("token_file", "/dev/zero".into());
    let message = endless.content().unwrap_err().to_string();
    assert!(message.contains("`/dev/zero` has more than 65536 bytes"), "{message}");
}
