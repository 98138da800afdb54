//! `docs/verify.md` lists every check, and must not fall behind.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use churnkey::verify::checks;

const ACCEPT: &str = "CHURNKEY_ACCEPT";
const BEGIN: &str = "<!-- begin: made by tests/verify/page.rs -->\n";
const END: &str = "<!-- end -->\n";

#[test]
fn the_page_lists_every_check() {
    let path = Path::new("docs/verify.md");
    let written = fs::read_to_string(path).unwrap();
    let (before, rest) = written.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    let page = format!("{before}{BEGIN}{}{END}{after}", table());
    if std::env::var_os(ACCEPT).is_some() {
        fs::write(path, page).unwrap();
        return;
    }
    assert!(
        written == page,
        "{} is stale: run `{ACCEPT}=1 cargo test --features testing --test verify page` and read the difference",
        path.display()
    );
}

fn table() -> String {
    let mut table = String::new();
    let mut module = "";
    for check in checks() {
        if check.module != module {
            module = check.module;
            write!(
                table,
                "\n### {module}\n\n| check | what is wrong | how to fix it |\n|---|---|---|\n"
            )
            .unwrap();
        }
        let cell = |text: &str| text.replace('|', "\\|");
        writeln!(table, "| `{}` | {} | {} |", check.id, cell(check.meaning), cell(check.fix))
            .unwrap();
    }
    table.push('\n');
    table
}
