//! `Builder::from_env`: the settings from environment variables, for those that code does not set. The tokens have
//! their own rules, in `tokens/environment.rs`.

use crate::http::gate::file;
use crate::http::mode_header::UnknownMode;
use crate::integration::aliases::Alias;
use crate::integration::builder::Builder;
use crate::integration::setting::Setting;
use crate::integration::start_error::StartError;
use crate::integration::wire::Wire;
use crate::module::manifest_format::UnknownManifestFormat;
use crate::module::mode::Mode;
use crate::module::query::PageLimits;
#[cfg(feature = "verify")]
use crate::reverify::VerifyCall;

const TOKEN_HEADER: &str = "CK_TOKEN_HEADER";
const FEATURES_PATHS: &str = "CK_FEATURES_PATHS";
const ALIASES: &str = "CK_ALIASES";
const SPELLINGS: &str = "CK_SPELLINGS";
const UNKNOWN_MODE: &str = "CK_UNKNOWN_MODE";
const MODES: &str = "CK_MODES";
const PAGE_LIMITS: &str = "CK_PAGE_LIMITS";
const ACTION_STATUS: &str = "CK_ACTION_STATUS";
const KNOWN_MODES: &[(&str, Mode)] = &[("live", Mode::Live), ("test", Mode::Test)];
const UNKNOWN_MODES: &[(&str, UnknownMode)] =
    &[("refuse", UnknownMode::Refuse), ("live", UnknownMode::Live)];
const MANIFEST_FORMAT: &str = "CK_MANIFEST_FORMAT";
const ACTIONS_PER_MINUTE: &str = "CK_ACTIONS_PER_MINUTE";

/// The variables for what the protocol leaves open.
pub const WIRE_VARIABLES: [&str; 9] = [
    TOKEN_HEADER,
    FEATURES_PATHS,
    MANIFEST_FORMAT,
    ALIASES,
    SPELLINGS,
    MODES,
    UNKNOWN_MODE,
    PAGE_LIMITS,
    ACTION_STATUS,
];

/// Reads [`WIRE_VARIABLES`] from this function instead of the environment. `churnkey doctor` checks settings so.
///
/// # Errors
/// An invalid value. [`Builder::build`] finds the others.
pub fn read_wire<C>(
    mut builder: Builder<C>,
    variable: &dyn Fn(&str) -> Option<String>,
) -> Result<Builder<C>, StartError> {
    builder.wire = std::mem::take(&mut builder.wire).or(wire(variable)?);
    Ok(builder)
}

pub(super) fn fill<C>(builder: &mut Builder<C>) -> Result<(), StartError> {
    let variable = |name: &str| std::env::var(name).ok();
    builder.tokens.add_environment();
    builder.wire = std::mem::take(&mut builder.wire).or(wire(&variable)?);
    if builder.gate_file.is_none() {
        builder.gate_file = file::from_env();
    }
    if builder.actions_per_minute.is_none() {
        builder.actions_per_minute = count(ACTIONS_PER_MINUTE, &variable)?;
    }
    #[cfg(feature = "verify")]
    if builder.verify_on_start.is_none() {
        builder.verify_on_start = VerifyCall::from_env()?;
    }
    Ok(())
}

/// The settings for what the protocol leaves open. An empty variable counts as unset.
fn wire(variable: &dyn Fn(&str) -> Option<String>) -> Result<Wire, StartError> {
    let words = |name| {
        let value = variable(name).filter(|value| !value.trim().is_empty())?;
        Some(Setting { name, value: words(&value) })
    };
    let manifest_format = match words(MANIFEST_FORMAT) {
        Some(Setting { name, value }) => {
            let format = value.join(" ").parse();
            Some(format.map_err(|problem: UnknownManifestFormat| {
                StartError::setting(name, problem.to_string())
            })?)
        }
        None => None,
    };
    Ok(Wire {
        token_headers: words(TOKEN_HEADER),
        features_paths: words(FEATURES_PATHS),
        manifest_format,
        unknown_mode: one_of(words(UNKNOWN_MODE), UNKNOWN_MODES)?,
        mode_words: mode_words(words(MODES))?,
        page_limits: page_limits(words(PAGE_LIMITS))?,
        action_status: number(words(ACTION_STATUS))?,
        aliases: aliases(variable)?,
        spellings: spellings(words(SPELLINGS))?,
    })
}

type Words = Option<Setting<Vec<String>>>;
type Parsed<T> = Result<Option<Setting<T>>, StartError>;

/// Each is written `sandbox=test`.
fn mode_words(words: Words) -> Parsed<Vec<(String, Mode)>> {
    let Some(Setting { name, value }) = words else { return Ok(None) };
    let mode = |word: String| {
        let Some((word, mode)) = word.split_once('=') else {
            return Err(StartError::setting(
                name,
                format!("`{word}` must have the form `sandbox=test`"),
            ));
        };
        let known = KNOWN_MODES.iter().find(|(known, _)| known.eq_ignore_ascii_case(mode));
        let Some((_, mode)) = known else {
            let problem = format!("`{word}` can mean `live` or `test`, not `{mode}`");
            return Err(StartError::setting(name, problem));
        };
        Ok((word.to_owned(), *mode))
    };
    let value = value.into_iter().map(mode).collect::<Result<_, _>>()?;
    Ok(Some(Setting { name, value }))
}

/// Each is written `period-end=end-of-period`.
fn spellings(words: Words) -> Parsed<Vec<(String, String)>> {
    let Some(Setting { name, value }) = words else { return Ok(None) };
    let spelling = |word: String| {
        let pair = word
            .split_once('=')
            .map(|(spelling, meaning)| (spelling.to_owned(), meaning.to_owned()));
        pair.ok_or_else(|| {
            StartError::setting(
                name,
                format!("`{word}` must have the form `period-end=end-of-period`"),
            )
        })
    };
    let value = value.into_iter().map(spelling).collect::<Result<_, _>>()?;
    Ok(Some(Setting { name, value }))
}

/// `25` or `25 200`.
fn page_limits(words: Words) -> Parsed<PageLimits> {
    let Some(Setting { name, value }) = words else { return Ok(None) };
    let numbers = value.iter().map(|word| word.parse().ok()).collect::<Option<Vec<u32>>>();
    let value = match numbers.as_deref() {
        Some(&[default]) => PageLimits { default, max: PageLimits::default().max.max(default) },
        Some(&[default, max]) => PageLimits { default, max },
        _ => {
            let problem =
                "it must be one or two whole numbers: the default page size and the maximum";
            return Err(StartError::setting(name, problem));
        }
    };
    Ok(Some(Setting { name, value }))
}

fn number(words: Words) -> Parsed<u16> {
    let Some(Setting { name, value }) = words else { return Ok(None) };
    let number = match &*value {
        [word] => word.parse().ok(),
        _ => None,
    };
    match number {
        Some(value) => Ok(Some(Setting { name, value })),
        None => {
            Err(StartError::setting(name, format!("`{}` is not an HTTP status", value.join(" "))))
        }
    }
}

fn one_of<T: Copy>(words: Words, known: &[(&str, T)]) -> Result<Option<T>, StartError> {
    let Some(Setting { name, value }) = words else { return Ok(None) };
    let text = value.join(" ");
    let found = known.iter().find(|(word, _)| word.eq_ignore_ascii_case(&text));
    found.map(|(_, value)| Some(*value)).ok_or_else(|| {
        let words: Vec<_> = known.iter().map(|(word, _)| format!("`{word}`")).collect();
        StartError::setting(name, format!("it is `{text}`; it must be {}", words.join(" or ")))
    })
}

/// Each is written `GET /customers/find-by-phone/:phone /customers/phone/:phone`.
fn aliases(variable: &dyn Fn(&str) -> Option<String>) -> Parsed<Vec<Alias>> {
    let value = variable(ALIASES).unwrap_or_default();
    let texts = value.split([';', '\n']).map(str::trim).filter(|text| !text.is_empty());
    let aliases = texts.map(|text| match *text.split_whitespace().collect::<Vec<_>>() {
        [method, path, target] => Ok(Alias {
            method: method.to_owned(),
            path: path.to_owned(),
            target: target.to_owned(),
        }),
        _ => Err(StartError::setting(
            ALIASES,
            format!(
                "`{text}` must have a method, a path and the path it stands for, such as \
                 `GET /customers/find-by-phone/:phone /customers/phone/:phone`"
            ),
        )),
    });
    let aliases = aliases.collect::<Result<Vec<_>, _>>()?;
    Ok((!aliases.is_empty()).then_some(Setting { name: ALIASES, value: aliases }))
}

/// Separated by spaces, commas, or both.
fn words(value: &str) -> Vec<String> {
    let words = value.split(|letter: char| letter == ',' || letter.is_whitespace());
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// A whole number above 0.
fn count(
    name: &'static str,
    variable: &dyn Fn(&str) -> Option<String>,
) -> Result<Option<u32>, StartError> {
    let value = variable(name).unwrap_or_default();
    match value.trim() {
        "" => Ok(None),
        text => match text.parse() {
            Ok(count) if count > 0 => Ok(Some(count)),
            _ => Err(StartError::setting(name, format!("`{text}` is not a whole number above 0"))),
        },
    }
}

#[cfg(test)]
#[path = "../tests/environment.rs"]
mod tests;
