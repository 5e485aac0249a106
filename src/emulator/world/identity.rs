//! Who the account is, and where every id comes from: one seed makes all of them, so that two runs of a
//! scenario are the same run.

/// The account, its Region, and the source of ids and of chance.
#[derive(Debug, Clone)]
pub struct Identity {
    /// Twelve digits.
    pub account: String,
    /// e.g. `us-east-1`.
    pub region: String,
    random: fastrand::Rng,
}

/// AWS's own example account; moto's tests expect it as well.
pub const ACCOUNT: &str = "123456789012";

/// The Region of a world that names none.
pub const REGION: &str = "us-east-1";

/// Letters of the ids of service deployments, as captured.
const ID_LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

impl Identity {
    /// The default account and Region with ids made from `seed`.
    pub fn new(seed: u64) -> Self {
        Self {
            account: ACCOUNT.to_owned(),
            region: REGION.to_owned(),
            random: fastrand::Rng::with_seed(seed),
        }
    }

    /// `arn:aws:ecs:REGION:ACCOUNT:RESOURCE`.
    pub fn ecs(&self, resource: &str) -> String {
        format!("arn:aws:ecs:{}:{}:{resource}", self.region, self.account)
    }

    /// ARN of a target group with a new id.
    pub fn target_group(&mut self, name: &str) -> String {
        let id = self.hex(16);
        format!("arn:aws:elasticloadbalancing:{}:{}:targetgroup/{name}/{id}", self.region, self.account)
    }

    /// ARN of a role of the account.
    pub fn role(&self, name: &str) -> String {
        format!("arn:aws:iam::{}:role/{name}", self.account)
    }

    /// ARN of a Lambda function of the account.
    pub fn function(&self, name: &str) -> String {
        format!("arn:aws:lambda:{}:{}:function:{name}", self.region, self.account)
    }

    /// `digits` random hexadecimal digits; a task's id has 32 of them, a network interface's 17.
    pub fn hex(&mut self, digits: usize) -> String {
        (0..digits).map(|_| char::from(b"0123456789abcdef"[self.random.usize(..16)])).collect()
    }

    /// An id like those of events and attachments.
    pub fn uuid(&mut self) -> String {
        let bits = self.random.u128(..);
        let hex = format!("{bits:032x}");
        format!("{}-{}-4{}-a{}-{}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..])
    }

    /// The number of a deployment, `ecs-svc/N`, which is also the last part of its revision's ARN.
    pub fn deployment_number(&mut self) -> u64 {
        self.random.u64(1_000_000_000_000_000_000..9_200_000_000_000_000_000)
    }

    /// The last part of a service deployment's ARN.
    pub fn service_deployment_id(&mut self) -> String {
        (0..21).map(|_| char::from(ID_LETTERS[self.random.usize(..ID_LETTERS.len())])).collect()
    }

    /// A private address of a task: `10.0.x.y`.
    pub fn private_ip(&mut self) -> String {
        format!("10.0.{}.{}", self.random.u8(16..64), self.random.u8(4..254))
    }

    /// A number from 0 up to and without `below`; 0 when there is nothing to choose from.
    pub fn choose(&mut self, below: usize) -> usize {
        if below == 0 { 0 } else { self.random.usize(..below) }
    }

    /// A number of milliseconds around `millis`, off by at most a fifth: nothing in a real account takes
    /// the same time twice.
    pub fn around(&mut self, millis: i64) -> i64 {
        let spread = millis / 5;
        if spread <= 0 { millis } else { millis + self.random.i64(-spread..=spread) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_seed_makes_one_world_and_another_seed_another() {
        let ids = |seed| {
            let mut identity = Identity::new(seed);
            (identity.hex(32), identity.uuid(), identity.deployment_number(), identity.private_ip())
        };
        assert_eq!(ids(7), ids(7));
        assert_ne!(ids(7), ids(8));
        let (task, uuid, number, _) = ids(7);
        assert_eq!((task.len(), uuid.len(), number.to_string().len()), (32, 36, 19));
    }
}
