//! The quality-of-service class of a pod, which kubectl works out from requests and limits when the status
//! does not state it.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{Pod, PodSpec, ResourceRequirements};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;

use super::quantity::thousandths;

/// The resources that count for the class.
const COUNTED: [&str; 2] = ["cpu", "memory"];

/// `Guaranteed`, `Burstable` or `BestEffort`. Resources of the whole pod, where there are any, are what counts.
pub fn class(pod: &Pod) -> String {
    if let Some(stated) = pod.status.as_ref().and_then(|status| status.qos_class.clone()) {
        return stated;
    }
    let Some(spec) = &pod.spec else { return "BestEffort".to_owned() };
    let all = counted(spec);
    let requests = sums(all.iter().filter_map(|one| one.requests.as_ref()));
    let limits = sums(all.iter().filter_map(|one| one.limits.as_ref()));
    if requests.is_empty() && limits.is_empty() {
        "BestEffort".to_owned()
    } else if all.iter().all(is_limited) && requests == limits {
        "Guaranteed".to_owned()
    } else {
        "Burstable".to_owned()
    }
}

/// The resources of the pod, or else of each of its containers.
fn counted(spec: &PodSpec) -> Vec<ResourceRequirements> {
    if let Some(whole) = &spec.resources {
        return vec![whole.clone()];
    }
    let containers = spec.containers.iter().chain(spec.init_containers.iter().flatten());
    containers.map(|container| container.resources.clone().unwrap_or_default()).collect()
}

fn sums<'a>(all: impl Iterator<Item = &'a BTreeMap<String, Quantity>>) -> BTreeMap<&'static str, i128> {
    let mut sums = BTreeMap::new();
    for quantities in all {
        for name in COUNTED {
            if let Some(size) = positive(quantities, name) {
                *sums.entry(name).or_default() += size;
            }
        }
    }
    sums
}

fn positive(quantities: &BTreeMap<String, Quantity>, name: &str) -> Option<i128> {
    thousandths(quantities.get(name)?).filter(|size| *size > 0)
}

fn is_limited(one: &ResourceRequirements) -> bool {
    let limits = one.limits.as_ref();
    COUNTED.iter().all(|name| limits.is_some_and(|limits| positive(limits, name).is_some()))
}

#[cfg(test)]
mod tests {
    use k8s_openapi::api::core::v1::Container;

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

    #[test]
    fn resources_of_the_whole_pod_go_before_those_of_its_containers() {
        let mut whole = pod(&[("cpu", "1"), ("memory", "1Gi")], &[("cpu", "1"), ("memory", "1Gi")]);
        let limits = BTreeMap::from([("memory".to_owned(), Quantity("1Gi".to_owned()))]);
        let resources = ResourceRequirements { limits: Some(limits), ..ResourceRequirements::default() };
        whole.spec.as_mut().unwrap().resources = Some(resources);
        assert_eq!(class(&whole), "Burstable");
    }
}
