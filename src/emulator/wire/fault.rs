//! Faults on demand: what a client must live with.

use std::time::Duration;

use super::protocol::Service;
use crate::emulator::world::Refused;

/// What goes wrong, and how often.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Faults {
    /// Share of calls that are throttled: 0 none, 1 all.
    pub throttle: f64,
    /// Time that every answer takes longer.
    pub latency: Duration,
    /// IAM actions that are denied; a `*` at the end stands for any ending.
    pub deny: Vec<String>,
}

/// The part of a list of faults that is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoFault(pub String);

impl std::str::FromStr for Faults {
    type Err = NoFault;

    /// Reads `throttle=0.2,latency=50ms,deny=logs:GetLogEvents`; `deny` may stand several times.
    fn from_str(text: &str) -> Result<Self, NoFault> {
        let mut faults = Self::default();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            faults.add(part).ok_or_else(|| NoFault(part.to_owned()))?;
        }
        Ok(faults)
    }
}

fn share(text: &str) -> Option<f64> {
    text.parse().ok().filter(|share| (0.0..=1.0).contains(share))
}

fn duration(text: &str) -> Option<Duration> {
    let (number, factor) = match (text.strip_suffix("ms"), text.strip_suffix('s')) {
        (Some(number), _) => (number, 1),
        (None, Some(number)) => (number, 1000),
        (None, None) => (text, 1),
    };
    let milliseconds = number.parse::<u32>().ok()?.checked_mul(factor)?;
    Some(Duration::from_millis(milliseconds.into()))
}

impl Faults {
    fn add(&mut self, fault: &str) -> Option<()> {
        match fault.split_once('=')? {
            ("throttle", value) => self.throttle = share(value)?,
            ("latency", value) => self.latency = duration(value)?,
            ("deny", action) if action.contains(':') => self.deny.push(action.to_owned()),
            _ => return None,
        }
        Some(())
    }

    /// Why a call is refused for a fault, when it is. `chance` is drawn from 0 to 1.
    pub fn refuse(&self, service: Service, operation: &str, chance: f64) -> Option<Refused> {
        let action = format!("{}:{operation}", service.iam());
        if self.deny.iter().any(|pattern| matches(pattern, &action)) {
            return Some(denied(service, &action));
        }
        (chance < self.throttle).then(|| throttled(service))
    }
}

fn matches(pattern: &str, action: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => action.starts_with(start),
        None => pattern == action,
    }
}

/// Wording: IAM user guide, "Troubleshoot access denied error messages".
fn denied(service: Service, action: &str) -> Refused {
    let message = format!(
        "User: arn:aws:sts::123456789012:assumed-role/rehearsal/ecsplain is not authorized to perform: {action} \
         on resource: * because no identity-based policy allows the {action} action"
    );
    match service {
        Service::Ecs | Service::Logs => Refused::new("AccessDeniedException", message),
        _ => Refused::new("AccessDenied", message),
    }
}

/// Code and text: developer guide of ECS, `request-throttling`; common errors of the Query services.
fn throttled(service: Service) -> Refused {
    match service {
        Service::Ecs | Service::Logs => Refused::new("ThrottlingException", "Rate exceeded"),
        _ => Refused::new("Throttling", "Rate exceeded"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_read_and_wrong_ones_are_named() {
        let faults: Faults =
            "throttle=0.2,latency=50ms,deny=logs:GetLogEvents,deny=ecs:List*".parse().unwrap();
        assert_eq!(faults.latency, Duration::from_millis(50));
        assert_eq!(faults.deny, ["logs:GetLogEvents", "ecs:List*"]);
        for wrong in ["throttle=2", "throttle=NaN", "latency=soon", "latency=9999999s", "deny=", "crash"] {
            assert!(wrong.parse::<Faults>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_denied_action_is_refused_and_its_neighbour_is_not() {
        let faults: Faults = "deny=ecs:List*".parse().unwrap();
        let code = |operation| faults.refuse(Service::Ecs, operation, 0.0).map(|refused| refused.code);
        assert_eq!(code("ListTasks"), Some("AccessDeniedException"));
        assert_eq!(code("DescribeTasks"), None);
    }

    #[test]
    fn a_share_of_calls_is_throttled() {
        let faults: Faults = "throttle=0.2".parse().unwrap();
        assert!(faults.refuse(Service::Ecs, "ListTasks", 0.19).is_some());
        assert!(faults.refuse(Service::Ecs, "ListTasks", 0.2).is_none());
        assert!(Faults::default().refuse(Service::Ecs, "ListTasks", 0.0).is_none());
    }
}
