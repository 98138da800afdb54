//! The words of the protocol's enums, such as `end-of-period`.

/// An enum of the protocol; each of its values is one word on the wire.
pub(crate) trait Word: Copy + PartialEq + 'static {
    const ALL: &'static [Self];
    fn as_str(self) -> &'static str;
}

/// `` `immediate` or `end-of-period` ``
pub(crate) fn quoted<T: Word>(words: &[T]) -> String {
    let quoted: Vec<_> = words.iter().map(|word| format!("`{}`", word.as_str())).collect();
    quoted.join(" or ")
}
