//! Mutates token streams as trees, so that whatever comes out is a token stream again.

use proc_macro2::{Delimiter, Group, Literal, TokenStream, TokenTree};

/// Deeper nesting overflows the stack of syn, and of rustc before it.
const DEEPEST: usize = 40;
const LARGEST: usize = 4000;

enum Node {
    Leaf(TokenTree),
    Group(Delimiter, Vec<Node>),
}

/// What is put in: keywords, the words of our attributes, and pieces that mean something in a head or a signature.
const PIECES: [&str; 80] = [
    "fn",
    "async",
    "impl",
    "for",
    "pub",
    "pub(crate)",
    "const",
    "unsafe",
    "extern \"C\"",
    "default",
    "self",
    "&self",
    "&mut self",
    "where",
    "where Self: Sized",
    "crate",
    "type",
    "dyn",
    "mut",
    "r#type",
    "_",
    "!",
    "handle",
    "handle_all",
    "r#handle",
    "retrieve",
    "list",
    "find_by_email",
    "Cancel",
    "Pause",
    "Customers",
    "Subscriptions",
    "Cancle",
    "Billing",
    "Arc<Billing>",
    "Box<dyn Billing>",
    "&Billing",
    "Billing<'_>",
    "<T>",
    "<const N: usize>",
    "<'a>",
    "'a",
    "'static",
    "-> Result<()>",
    "-> Result<Page<Customer>, Error>",
    "-> impl Future<Output = Result<()>>",
    "-> Pin<Box<dyn Future<Output = Result<()>> + Send + 'async_trait>>",
    "->",
    "=>",
    "::",
    "<",
    ">",
    "&",
    "'_",
    "=",
    ",",
    ";",
    "#",
    "..",
    "|x|",
    "#[cfg(test)]",
    "#![allow(x)]",
    "#[churnkey::action(pause)]",
    "#[async_trait]",
    "/// a comment\n",
    "const LIMIT: u32 = 3;",
    "type Row = u8;",
    "call!(x)",
    "\"text\"",
    "1.5e3",
    "schedules(immediate, end_of_period)",
    "crate = ::ck",
    ":",
    "Billing<Postgres>",
    "Billing<Fake>:",
    "Prices",
    "Customers, Prices, Subscriptions",
    "churnkey::Coupons",
    "#[cfg(feature = \"x\")]",
    "\"Prices\"",
];

/// Each step is four bytes: what, where (two), and with what. `None` when the result is too large or too deep.
pub(crate) fn mutated(
    arguments: TokenStream,
    item: TokenStream,
    steps: &[u8],
) -> Option<(TokenStream, TokenStream)> {
    let mut roots = vec![Node::Group(Delimiter::None, nodes(arguments))];
    roots.extend(nodes(item));
    let (mut steps, _) = steps.as_chunks::<4>();
    while let [[what, high, low, with], rest @ ..] = steps {
        // Steps have no zeros: each byte counts from one.
        let position = usize::from(high - 1) * 255 + usize::from(low - 1);
        step(&mut roots, usize::from(what - 1), position, usize::from(with - 1));
        steps = rest;
    }
    let size: usize = roots.iter().map(size).sum();
    let depth = roots.iter().map(depth).max().unwrap_or(0);
    if size > LARGEST || depth > DEEPEST {
        return None;
    }
    let item = roots.split_off(1);
    let Some(Node::Group(_, arguments)) = roots.pop() else { return None };
    Some((tokens(arguments), tokens(item)))
}

fn step(roots: &mut Vec<Node>, what: usize, position: usize, with: usize) {
    let total: usize = roots.iter().map(size).sum();
    // The first node holds the attribute's arguments and stays.
    let mut position = 1 + position % total.max(2).saturating_sub(1);
    let donor = if what % 10 == 8 { copied(roots, with * 7 % total) } else { None };
    if position >= total {
        return;
    }
    let Some((siblings, index)) = find(roots, &mut position) else { return };
    match what % 10 {
        0 => drop(siblings.remove(index)),
        1 => {
            let twice = nodes(tokens_of(&siblings[index]));
            siblings.splice(index..index, twice);
        }
        2 if index + 1 < siblings.len() => siblings.swap(index, index + 1),
        3 => drop(siblings.splice(index..=index, piece(with))),
        4 => drop(siblings.splice(index..index, piece(with))),
        5 => {
            if let Node::Group(delimiter, _) = &mut siblings[index] {
                *delimiter = delimiter_of(with);
            }
        }
        6 => {
            if matches!(siblings[index], Node::Group(..))
                && let Node::Group(_, inside) = siblings.remove(index)
            {
                siblings.splice(index..index, inside);
            }
        }
        7 => {
            let end = (index + 1 + with / 4).min(siblings.len());
            let inside = siblings.drain(index..end).collect();
            siblings.insert(index, Node::Group(delimiter_of(with), inside));
        }
        8 => drop(siblings.splice(index..index, donor.map(nodes).unwrap_or_default())),
        9 => {
            if let Node::Group(_, inside) = &mut siblings[index] {
                inside.clear();
            }
        }
        _ => {}
    }
}

fn delimiter_of(with: usize) -> Delimiter {
    [Delimiter::Parenthesis, Delimiter::Brace, Delimiter::Bracket, Delimiter::None][with % 4]
}

fn piece(with: usize) -> Vec<Node> {
    nodes(PIECES[with % PIECES.len()].parse().expect("a piece has tokens"))
}

/// The list that holds the node at `position`, in the order of reading, and its place there.
fn find<'a>(nodes: &'a mut Vec<Node>, position: &mut usize) -> Option<(&'a mut Vec<Node>, usize)> {
    let mut within = None;
    for (index, node) in nodes.iter().enumerate() {
        if *position == 0 {
            within = Some((index, true));
            break;
        }
        let size = size(node);
        if *position < size {
            *position -= 1;
            within = Some((index, false));
            break;
        }
        *position -= size;
    }
    match within? {
        (index, true) => Some((nodes, index)),
        (index, false) => match &mut nodes[index] {
            Node::Group(_, inside) => find(inside, position),
            Node::Leaf(_) => None,
        },
    }
}

fn copied(nodes: &mut Vec<Node>, mut position: usize) -> Option<TokenStream> {
    let (siblings, index) = find(nodes, &mut position)?;
    Some(tokens_of(&siblings[index]))
}

fn nodes(tokens: TokenStream) -> Vec<Node> {
    let node = |token| match token {
        TokenTree::Group(group) => Node::Group(group.delimiter(), nodes(group.stream())),
        leaf => Node::Leaf(leaf),
    };
    tokens.into_iter().map(node).collect()
}

fn tokens(nodes: Vec<Node>) -> TokenStream {
    let tree = |node| match node {
        Node::Leaf(leaf) => leaf,
        Node::Group(delimiter, inside) => group(delimiter, tokens(inside)),
    };
    nodes.into_iter().map(tree).collect()
}

/// A new group, with the span of parsed tokens instead of that of the macro's call.
fn group(delimiter: Delimiter, inside: TokenStream) -> TokenTree {
    let written: Literal = "0".parse().expect("a number");
    let mut group = Group::new(delimiter, inside);
    group.set_span(written.span());
    TokenTree::Group(group)
}

fn tokens_of(node: &Node) -> TokenStream {
    match node {
        Node::Leaf(leaf) => leaf.clone().into(),
        Node::Group(delimiter, inside) => {
            group(*delimiter, inside.iter().map(tokens_of).collect()).into()
        }
    }
}

fn size(node: &Node) -> usize {
    match node {
        Node::Leaf(_) => 1,
        Node::Group(_, inside) => 1 + inside.iter().map(size).sum::<usize>(),
    }
}

fn depth(node: &Node) -> usize {
    match node {
        Node::Leaf(_) => 1,
        Node::Group(_, inside) => 1 + inside.iter().map(depth).max().unwrap_or(0),
    }
}
