//! The fixes for paths and methods, as few lines as possible.

use std::collections::{BTreeMap, BTreeSet};

use crate::advice::ACCEPTED;
use crate::advice::alias::{self, Alias};
use crate::advice::path::{PathSetting, path};
use crate::record::kind::Kind;
use crate::report::finding::Observation;
use crate::routes::Route;

#[derive(Default)]
pub(super) struct PathFixes {
    sentences: BTreeSet<String>,
    aliases: BTreeSet<Alias>,
}

impl PathFixes {
    /// What makes an integration answer these requests as those of `endpoint`.
    pub(super) fn add(&mut self, kind: &Kind, endpoint: &'static Route) {
        let advice = path(&kind.method, &kind.path, endpoint);
        match (advice.api_url, advice.setting) {
            (None, PathSetting::NotNeeded) => drop(self.sentences.insert(ACCEPTED.to_owned())),
            (api_url, setting) => {
                self.sentences.extend(api_url.map(str::to_owned));
                if let PathSetting::Alias(alias) = setting {
                    self.aliases.insert(alias);
                }
            }
        }
    }

    /// One variable holds all aliases.
    pub(super) fn of(mut self, observation: Observation) -> Observation {
        let mut endpoints: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for Alias { method, path, endpoint } in &self.aliases {
            endpoints.entry((*method, path.clone())).or_default().insert(*endpoint);
        }
        for ((method, path), endpoints) in endpoints {
            if endpoints.len() > 1 {
                self.aliases.retain(|alias| (alias.method, &alias.path) != (method, &path));
                self.sentences.insert(format!(
                    "{method} {path} has more than one meaning, so an alias is not enough"
                ));
            }
        }
        let line = (!self.aliases.is_empty()).then(|| alias::line(&self.aliases));
        self.sentences.into_iter().chain(line).fold(observation, Observation::fix)
    }
}
