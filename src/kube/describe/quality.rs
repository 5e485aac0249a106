//! The quality-of-service class of a pod, which kubectl works out from requests and limits when the status
//! does not state it.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{Container, Pod, PodSpec};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;

use super::quantity::thousandths;

/// The resources that count for the class.
const COUNTED: [&str; 2] = ["cpu", "memory"];

type Sums = BTreeMap<&'static str, i128>;

/// `Guaranteed`, `Burstable` or `BestEffort`.
pub fn class(pod: &Pod) -> String {
    if let Some(stated) = pod.status.as_ref().and_then(|status| status.qos_class.clone()) {
        return stated;
    }
    let Some(spec) = &pod.spec else { return "BestEffort".to_owned() };
    let (requests, limits) = (sums(spec, |one| one.0), sums(spec, |one| one.1));
    if requests.is_empty() && limits.is_empty() {
        "BestEffort".to_owned()
    } else if every_container_is_limited(spec) && requests == limits {
        "Guaranteed".to_owned()
    } else {
        "Burstable".to_owned()
    }
}

type Resources<'a> = Option<&'a BTreeMap<String, Quantity>>;

fn resources(container: &Container) -> (Resources<'_>, Resources<'_>) {
    let all = container.resources.as_ref();
    (all.and_then(|all| all.requests.as_ref()), all.and_then(|all| all.limits.as_ref()))
}

fn containers(spec: &PodSpec) -> impl Iterator<Item = &Container> {
    spec.containers.iter().chain(spec.init_containers.iter().flatten())
}

fn sums<'a>(spec: &'a PodSpec, side: impl Fn((Resources<'a>, Resources<'a>)) -> Resources<'a>) -> Sums {
    let mut sums = Sums::new();
    for container in containers(spec) {
        for name in COUNTED {
            if let Some(size) = positive(side(resources(container)), name) {
                *sums.entry(name).or_default() += size;
            }
        }
    }
    sums
}

fn positive(resources: Resources<'_>, name: &str) -> Option<i128> {
    thousandths(resources?.get(name)?).filter(|size| *size > 0)
}

fn every_container_is_limited(spec: &PodSpec) -> bool {
    containers(spec)
        .all(|container| COUNTED.iter().all(|name| positive(resources(container).1, name).is_some()))
}

#[cfg(test)]
mod tests {
    use k8s_openapi::api::core::v1::ResourceRequirements;

    use super::*;

    fn pod(requests: &[(&str, &str)], limits: &[(&str, &str)]) -> Pod {
        let map = |pairs: &[(&str, &str)]| {
            let entries = pairs.iter().map(|(name, text)| ((*name).to_owned(), Quantity((*text).to_owned())));
            Some(entries.collect::<BTreeMap<_, _>>())
        };
        let resources =
            ResourceRequirements { requests: map(requests), limits: map(limits), ..Default::default() };
        let container = Container { resources: Some(resources), ..Container::default() };
        Pod { spec: Some(PodSpec { containers: vec![container], ..PodSpec::default() }), ..Pod::default() }
    }

    #[test]
    fn the_three_classes() {
        assert_eq!(class(&pod(&[], &[])), "BestEffort");
        assert_eq!(class(&pod(&[("cpu", "0")], &[])), "BestEffort");
        assert_eq!(class(&pod(&[("cpu", "1")], &[])), "Burstable");
        let all = [("cpu", "500m"), ("memory", "1Gi")];
        assert_eq!(class(&pod(&all, &[("cpu", "0.5"), ("memory", "1024Mi")])), "Guaranteed");
        assert_eq!(class(&pod(&all, &[("cpu", "1"), ("memory", "1Gi")])), "Burstable");
        assert_eq!(class(&pod(&[("memory", "1Gi")], &[("memory", "1Gi")])), "Burstable");
    }
}
