use super::{RequestId, write};

#[test]
fn a_number_is_padded_with_zeros() {
    for (number, digits) in [
        (0, "00000000"),
        (0x2a, "0000002a"),
        (0xdead_beef, "deadbeef"),
        (0x1_0000_0009, "00000009"),
    ] {
        let mut room = *b"--------";
        write(room.iter_mut(), number);
        assert_eq!(str::from_utf8(&room), Ok(digits));
    }
}

#[test]
fn the_ids_of_a_process_begin_alike_and_count_up() {
    let (first, second) = (RequestId::next().to_string(), RequestId::next().to_string());
    let [one, other] = [&first, &second].map(|id| id.split_once('-').unwrap());
    assert_eq!(one.0, other.0);
    assert_eq!(one.0.len(), 8);
    let number = |text| u32::from_str_radix(text, 16).unwrap();
    assert!(number(one.1) < number(other.1));
}
