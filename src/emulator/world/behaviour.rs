//! What a container does, as a scenario scripts it. A container that no rule speaks of runs well.

use serde::Deserialize;

/// The rules of a world, the first that fits counts.
#[derive(Debug, Clone, Default)]
pub struct Behaviours {
    /// In the order of asking.
    pub rules: Vec<Behaviour>,
}

/// What a container does from its pull to its end. Times are in seconds, after the start of the container
/// unless stated otherwise. The first four say whose behaviour it is: every part that is stated must fit.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Behaviour {
    /// `family` or `family:revision`.
    pub definition: Option<String>,
    /// Name of the container.
    pub container: Option<String>,
    /// A part of the image's name.
    pub image: Option<String>,
    /// The availability zone of the task.
    pub zone: Option<String>,
    /// How long its image is pulled; 8 unless stated.
    pub pull_seconds: Option<i64>,
    /// The pull fails with these words.
    pub pull_error: Option<String>,
    /// What precedes every container (registry auth, secrets, log group, volumes) fails with these words.
    pub init_error: Option<String>,
    /// How long that takes: seconds when somebody refuses, minutes when nobody answers. 10 unless stated.
    pub init_seconds: Option<i64>,
    /// The runtime cannot start it, with these words in its reason.
    pub start_error: Option<String>,
    /// It ends by itself after so long.
    pub exits_after: Option<i64>,
    /// With this exit code; 0 unless stated.
    pub exit_code: Option<i64>,
    /// And this reason (`OutOfMemoryError: …`).
    pub exit_reason: Option<String>,
    /// It does not heed SIGTERM and is killed after its stop timeout.
    pub ignores_sigterm: bool,
    /// When its own health check says healthy; 15 unless stated.
    pub healthy_after: Option<i64>,
    /// Its own health check fails from so long on; 0 means it never succeeds.
    pub unhealthy_after: Option<i64>,
    /// When it answers the load balancer; 5 unless stated.
    pub ready_after: Option<i64>,
    /// The load balancer finds it failing from so long on; 0 means it never answers well.
    pub target_fails_after: Option<i64>,
    /// And then says this (`Health checks failed with these codes: [502]`, `Request timed out`).
    pub target_error: Option<String>,
    /// What it logs.
    pub logs: Vec<Line>,
    /// Percent of its memory in use: from, to, and over how many seconds it rises.
    pub memory: Option<(f64, f64, i64)>,
    /// Percent of its CPU in use, in the same form.
    pub cpu: Option<(f64, f64, i64)>,
}

/// A line of a container's log.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Line {
    /// Seconds after the start of the container.
    pub at: i64,
    /// What it writes.
    pub text: String,
    /// Again after so many seconds.
    pub every: Option<i64>,
}

impl Behaviours {
    /// What `container` of `definition` (`family:revision`) does with `image`.
    pub fn of(&self, definition: &str, container: &str, image: &str, zone: Option<&str>) -> Behaviour {
        self.rules
            .iter()
            .find(|rule| rule.fits(definition, container, image, zone))
            .cloned()
            .unwrap_or_default()
    }
}

impl Behaviour {
    fn fits(&self, definition: &str, container: &str, image: &str, zone: Option<&str>) -> bool {
        let family = definition.rsplit_once(':').map_or(definition, |(family, _)| family);
        self.definition.as_deref().is_none_or(|wanted| wanted == definition || wanted == family)
            && self.container.as_deref().is_none_or(|wanted| wanted == container)
            && self.image.as_deref().is_none_or(|wanted| image.contains(wanted))
            && self.zone.as_deref().is_none_or(|wanted| zone == Some(wanted))
    }
}
