//! Which subject a person means by `[CLUSTER/]SERVICE`.

use crate::diagnosis::Diagnosis;
use crate::model::{Subject, arn};
use crate::msg;
use crate::words::Message;

/// A wish for one subject.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wish<'a> {
    /// Cluster, from `--cluster` or before the slash.
    pub cluster: Option<&'a str>,
    /// Service, from `--service` or the argument.
    pub service: Option<&'a str>,
}

impl<'a> Wish<'a> {
    /// Joins the flags and the argument; the argument wins.
    pub fn new(cluster: Option<&'a str>, service: Option<&'a str>, argument: Option<&'a str>) -> Self {
        // A cluster may be named by its ARN, as with the AWS CLI.
        let cluster = cluster.map(arn::name);
        match argument.map(|text| text.rsplit_once('/').ok_or(text)) {
            Some(Ok((named_cluster, name))) => {
                Self { cluster: Some(arn::name(named_cluster)), service: Some(name) }
            }
            Some(Err(name)) => Self { cluster, service: Some(name) },
            None => Self { cluster, service },
        }
    }

    /// Whether `diagnosis` is meant.
    pub fn fits(&self, diagnosis: &Diagnosis) -> bool {
        self.cluster.is_none_or(|wanted| diagnosis.cluster.as_deref() == Some(wanted))
            && self.service.is_none_or(|wanted| diagnosis.name == wanted)
    }
}

/// The most stuck service that fits, and all others, the most stuck first. A service that was described comes before
/// tasks that merely lie beside it: a list of a cluster's stopped tasks holds those of jobs and of other services.
///
/// # Errors
/// When nothing fits: a sentence that names what there is.
pub fn choose<'d>(
    diagnoses: &'d [Diagnosis],
    wish: &Wish<'_>,
) -> Result<(&'d Diagnosis, Vec<&'d Diagnosis>), Message> {
    let fits = |diagnosis: &Diagnosis| wish.fits(diagnosis);
    let described = |one: &Diagnosis| fits(one) && matches!(one.subject, Subject::Service(_));
    let chosen = diagnoses.iter().position(described).or_else(|| diagnoses.iter().position(fits));
    let Some(chosen) = chosen else {
        return Err(not_found(diagnoses, wish));
    };
    let others = diagnoses.iter().enumerate().filter(|(at, _)| *at != chosen).map(|(_, other)| other);
    Ok((&diagnoses[chosen], others.collect()))
}

fn not_found(diagnoses: &[Diagnosis], wish: &Wish<'_>) -> Message {
    let wanted = match (wish.cluster, wish.service) {
        (Some(cluster), Some(service)) => format!("{cluster}/{service}"),
        (Some(cluster), None) => format!("{cluster}/"),
        (None, service) => service.unwrap_or_default().to_owned(),
    };
    let known: Vec<String> = diagnoses.iter().map(full_name).filter(|name| !name.is_empty()).collect();
    if known.is_empty() {
        return msg!("report-no-services", wanted = wanted);
    }
    msg!("report-no-such-service", wanted = wanted, known = known.join(", "))
}

/// `cluster/name`, or the name alone when the cluster is not known.
pub fn full_name(diagnosis: &Diagnosis) -> String {
    match &diagnosis.cluster {
        Some(cluster) => format!("{cluster}/{}", diagnosis.name),
        None => diagnosis.name.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnosis::{Knowledge, diagnose_all};
    use crate::model::{Service, Snapshot};

    fn two() -> Vec<Diagnosis> {
        let service = |name: &str, cluster: &str| Service {
            service_name: Some(name.to_owned()),
            cluster_arn: Some(format!("arn:aws:ecs:us-east-1:1:cluster/{cluster}")),
            ..Service::default()
        };
        let services = vec![service("web", "prod"), service("web", "staging")];
        diagnose_all(&Snapshot { services, ..Snapshot::default() }, &Knowledge::BUILT_IN)
    }

    #[test]
    fn a_cluster_before_the_slash_decides_between_equal_names() {
        let all = two();
        let (chosen, others) = choose(&all, &Wish::new(None, None, Some("staging/web"))).unwrap();
        assert_eq!((chosen.cluster.as_deref(), others.len()), (Some("staging"), 1));
        let (first, _) = choose(&all, &Wish::new(Some("prod"), None, Some("web"))).unwrap();
        assert_eq!(first.cluster.as_deref(), Some("prod"));
    }

    #[test]
    fn what_is_not_there_is_answered_with_what_is() {
        let message = choose(&two(), &Wish::new(None, Some("api"), None)).unwrap_err();
        assert_eq!(message, msg!("report-no-such-service", wanted = "api", known = "prod/web, staging/web"));
        assert!(choose(&[], &Wish::default()).is_err());
    }
}
