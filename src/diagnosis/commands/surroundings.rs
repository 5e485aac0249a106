//! Commands that look at what surrounds a service: load balancer, network, roles, registry, secrets.

use super::Names;
use crate::diagnosis::finding::Command;
use crate::model::service::AwsvpcConfiguration;
use crate::model::{ContainerDefinition, arn};
use crate::msg;

impl<'a> Names<'a> {
    pub(super) fn target_health(&self) -> Vec<Command> {
        let command = |arn: &String| {
            let words = ["elbv2", "describe-target-health", "--target-group-arn", arn.as_str()];
            self.read(&words, msg!("why-target-health"))
        };
        self.target_group_arns().iter().flat_map(command).collect()
    }

    pub(super) fn target_groups(&self) -> Vec<Command> {
        let groups = self.target_group_arns();
        if groups.is_empty() {
            return Vec::new();
        }
        let mut words = vec!["elbv2", "describe-target-groups", "--target-group-arns"];
        words.extend(groups.iter().map(String::as_str));
        self.read(&words, msg!("why-target-group"))
    }

    /// Target groups of the service and its task sets, then those that texts name.
    fn target_group_arns(&self) -> Vec<String> {
        let of_service = self.facts.service.into_iter().flat_map(|service| &service.load_balancers);
        let of_sets = self.facts.task_sets.iter().flat_map(|set| &set.load_balancers);
        let stated = of_service.chain(of_sets).filter_map(|balancer| balancer.target_group_arn.as_deref());
        let reasons = self.steps.stopped.groups.iter().filter_map(|group| group.reason.as_deref());
        let events = self.steps.events.groups.iter().map(|group| group.message.as_str());
        let named = reasons.chain(events).filter_map(target_group_in);
        let mut arns: Vec<String> = Vec::new();
        for arn in stated.chain(named) {
            if !arns.iter().any(|known| known == arn) {
                arns.push(arn.to_owned());
            }
        }
        arns
    }

    fn network(&self) -> Option<&'a AwsvpcConfiguration> {
        let service = self.facts.service?;
        let row = service.primary().and_then(|row| row.network_configuration.as_ref());
        row.or(service.network_configuration.as_ref())?.awsvpc_configuration.as_ref()
    }

    pub(super) fn subnets(&self) -> Vec<Command> {
        let Some(network) = self.network().filter(|network| !network.subnets.is_empty()) else {
            return Vec::new();
        };
        let mut words = vec!["ec2", "describe-subnets", "--subnet-ids"];
        words.extend(network.subnets.iter().map(String::as_str));
        self.read(&words, msg!("why-subnets"))
    }

    pub(super) fn security_groups(&self) -> Vec<Command> {
        let Some(network) = self.network().filter(|network| !network.security_groups.is_empty()) else {
            return Vec::new();
        };
        let mut words = vec!["ec2", "describe-security-groups", "--group-ids"];
        words.extend(network.security_groups.iter().map(String::as_str));
        self.read(&words, msg!("why-security-groups"))
    }

    pub(super) fn routes(&self) -> Vec<Command> {
        let Some(network) = self.network().filter(|network| !network.subnets.is_empty()) else {
            return Vec::new();
        };
        let filter = format!("Name=association.subnet-id,Values={}", network.subnets.join(","));
        self.read(&["ec2", "describe-route-tables", "--filters", filter.as_str()], msg!("why-routes"))
    }

    /// The endpoints of the Region; the VPC's id is in no answer of ECS, so they are not narrowed to it.
    pub(super) fn endpoints(&self) -> Vec<Command> {
        if self.facts.region().is_none() {
            return Vec::new();
        }
        self.read(&["ec2", "describe-vpc-endpoints"], msg!("why-endpoints"))
    }

    pub(super) fn execution_role(&self) -> Vec<Command> {
        Self::role(self.definition().and_then(|definition| definition.execution_role_arn.as_deref()))
    }

    pub(super) fn task_role(&self) -> Vec<Command> {
        Self::role(self.definition().and_then(|definition| definition.task_role_arn.as_deref()))
    }

    /// IAM is global: a Region would only be noise.
    fn role(arn: Option<&str>) -> Vec<Command> {
        let Some(name) = arn.map(arn::name).filter(|name| !name.is_empty()) else { return Vec::new() };
        let command = |verb| Command {
            run: Self::line_in(&["iam", verb, "--role-name", name], None),
            why: msg!("why-role"),
            mutates: false,
        };
        vec![command("get-role"), command("list-attached-role-policies")]
    }

    fn containers(&self) -> &'a [ContainerDefinition] {
        self.definition().map_or(&[][..], |definition| &definition.container_definitions)
    }

    /// The images in ECR; of other registries the AWS CLI knows nothing.
    pub(super) fn images(&self) -> Vec<Command> {
        let containers = self.task().into_iter().flat_map(|task| &task.containers);
        let from_task = containers.filter_map(|container| container.image.as_deref());
        let from_definition = self.containers().iter().filter_map(|container| container.image.as_deref());
        let mut lines: Vec<Command> = Vec::new();
        for image in from_task.chain(from_definition).filter_map(EcrImage::parse) {
            let run = image.command();
            if !lines.iter().any(|line| line.run == run) {
                lines.push(Command { run, why: msg!("why-image"), mutates: false });
            }
        }
        lines
    }

    /// Metadata of the secrets that the task definition names; never their values.
    pub(super) fn secrets(&self) -> Vec<Command> {
        let secrets = self.containers().iter().flat_map(|container| &container.secrets);
        let mut lines: Vec<Command> = Vec::new();
        for source in secrets.filter_map(|secret| secret.value_from.as_deref()) {
            for command in self.secret(source) {
                if !lines.contains(&command) {
                    lines.push(command);
                }
            }
        }
        lines
    }

    fn secret(&self, source: &str) -> Vec<Command> {
        if source.contains(":secretsmanager:") {
            // `arn:…:secret:NAME-abcdef:json-key:stage:id`: the first seven parts are the secret.
            let parts: Vec<&str> = source.splitn(8, ':').take(7).collect();
            let secret = parts.join(":");
            return self
                .read(&["secretsmanager", "describe-secret", "--secret-id", &secret], msg!("why-secret"));
        }
        // `arn:…:parameter/path/name`, or the bare name, which ECS takes for a parameter.
        let name = source.split_once(":parameter").map_or(source, |(_, name)| name);
        let filter = format!("Key=Name,Values={name}");
        self.read(&["ssm", "describe-parameters", "--parameter-filters", &filter], msg!("why-secret"))
    }

    pub(super) fn fargate_quota(&self) -> Vec<Command> {
        if !self.facts.service.is_some_and(crate::model::Service::on_fargate) {
            return Vec::new();
        }
        self.read(&["service-quotas", "list-service-quotas", "--service-code", "fargate"], msg!("why-quota"))
    }
}

/// An image in a private registry of ECR.
struct EcrImage<'a> {
    account: &'a str,
    region: &'a str,
    repository: &'a str,
    id: String,
}

impl<'a> EcrImage<'a> {
    /// `ACCOUNT.dkr.ecr.REGION.amazonaws.com/PATH/NAME[:TAG][@DIGEST]`; the whole path is the repository.
    fn parse(reference: &'a str) -> Option<Self> {
        let (host, path) = reference.split_once('/')?;
        let (account, rest) = host.split_once(".dkr.ecr.")?;
        let (region, _domain) = rest.split_once('.')?;
        let (tagged, digest) =
            path.split_once('@').map_or((path, None), |(name, digest)| (name, Some(digest)));
        let (repository, tag) = tagged.split_once(':').unwrap_or((tagged, "latest"));
        let id = digest.map_or_else(|| format!("imageTag={tag}"), |digest| format!("imageDigest={digest}"));
        Some(Self { account, region, repository, id })
    }

    fn command(&self) -> String {
        let mut words = vec!["ecr", "describe-images", "--registry-id", self.account];
        words.extend(["--repository-name", self.repository, "--image-ids", self.id.as_str()]);
        Names::line_in(&words, Some(self.region))
    }
}

fn target_group_in(text: &str) -> Option<&str> {
    let rest = &text[text.find("arn:")?..];
    let end = rest.find([')', ' ', '"', '\'']).unwrap_or(rest.len());
    Some(&rest[..end]).filter(|arn| arn.contains(":targetgroup/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_path_is_the_repository() {
        let image = EcrImage::parse("1.dkr.ecr.eu-west-2.amazonaws.com/team/app:v1").unwrap();
        assert_eq!(
            image.command(),
            "aws ecr describe-images --registry-id 1 --repository-name team/app --image-ids imageTag=v1 --region eu-west-2"
        );
        let pinned = EcrImage::parse("1.dkr.ecr.eu-west-2.amazonaws.com/app:v1@sha256:ab").unwrap();
        assert_eq!((pinned.repository, pinned.id.as_str()), ("app", "imageDigest=sha256:ab"));
        assert!(EcrImage::parse("nginx:1.27").is_none() && EcrImage::parse("ghcr.io/a/b:c").is_none());
    }

    #[test]
    fn a_target_group_is_found_in_a_text_and_another_arn_is_not() {
        let text = "Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:r:1:targetgroup/a/b)";
        assert_eq!(target_group_in(text), Some("arn:aws:elasticloadbalancing:r:1:targetgroup/a/b"));
        assert_eq!(target_group_in("the role 'arn:aws:iam::1:role/a' and :targetgroup/"), None);
    }
}
