//! The known word that another one probably means.

/// The known word that has the most in common with this one: parts between `-`, `_` and capital letters, or its
/// beginning.
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::masking::nearest;
///
/// assert_eq!(nearest("period-end", &["immediate", "end-of-period"]), Some("end-of-period"));
/// assert_eq!(nearest("now", &["immediate", "end-of-period"]), None);
/// ```
#[must_use]
pub fn nearest(word: &str, known: &[&'static str]) -> Option<&'static str> {
    let (parts, lower) = (parts(word), word.to_ascii_lowercase());
    let score = |known: &str| {
        let shared = self::parts(known).iter().filter(|part| parts.contains(part)).count();
        let begins = known.bytes().zip(lower.bytes());
        let begins = begins.take_while(|(one, other)| one == other).count();
        (shared, if begins >= 3 { begins } else { 0 })
    };
    let best = known.iter().max_by_key(|known| score(known))?;
    (score(best) > (0, 0)).then_some(*best)
}

fn parts(word: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    for letter in word.chars() {
        if matches!(letter, '-' | '_' | ' ' | '.') || letter.is_ascii_uppercase() {
            parts.push(String::new());
        }
        if let (true, Some(part)) = (letter.is_ascii_alphanumeric(), parts.last_mut()) {
            part.push(letter.to_ascii_lowercase());
        }
    }
    parts.retain(|part| part.len() > 1);
    parts
}
