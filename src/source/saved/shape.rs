//! What a JSON object is, told by its keys and never by the name of its file.

use super::scan::Member;

/// How every line begins that the service scheduler writes.
pub(super) const SERVICE_EVENT_STARTS: [&str; 2] = ["(service ", "service "];

/// A kind of object that a snapshot keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Service,
    Deployment,
    ServiceEvent,
    Task,
    Container,
    TaskDefinition,
    Cluster,
    ServiceDeployment,
    ServiceRevision,
    TaskSet,
    ContainerInstance,
    CapacityProvider,
    TargetGroup,
    Target,
    LogEvent,
    Metric,
    Failure,
}

/// What an object stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// One object of a kind.
    Object(Kind),
    /// An answer of an AWS operation: its members are lists of objects, or one object.
    Answer,
    /// What GetQueryResults of CloudWatch Logs answers: rows of fields.
    Rows,
    /// An EventBridge event.
    Envelope,
    /// Something that carries other documents as text (SNS, SQS).
    Wrapper,
    /// The error that an AWS endpoint answers.
    Error,
    /// None of these.
    Unknown,
}

/// The kind of objects that the member `key` of an answer holds.
pub(super) fn answer_member(key: &str) -> Option<Kind> {
    Some(match key {
        "services" | "service" => Kind::Service,
        "deployments" => Kind::Deployment,
        "tasks" | "task" => Kind::Task,
        "containers" => Kind::Container,
        "taskDefinition" | "taskDefinitions" => Kind::TaskDefinition,
        "clusters" | "cluster" => Kind::Cluster,
        "serviceDeployments" => Kind::ServiceDeployment,
        "serviceRevisions" => Kind::ServiceRevision,
        "taskSets" | "taskSet" => Kind::TaskSet,
        "containerInstances" | "containerInstance" => Kind::ContainerInstance,
        "capacityProviders" | "capacityProvider" => Kind::CapacityProvider,
        "TargetGroups" => Kind::TargetGroup,
        "TargetHealthDescriptions" => Kind::Target,
        "MetricDataResults" => Kind::Metric,
        "failures" => Kind::Failure,
        _ => return None,
    })
}

/// Whether the member `key` of an answer lists ARNs.
pub(super) fn lists_arns(key: &str) -> bool {
    matches!(key, "clusterArns" | "serviceArns" | "taskArns" | "taskDefinitionArns" | "containerInstanceArns")
}

/// Tells what an object with these `members` is.
pub(super) fn of(text: &str, members: &[Member<'_>]) -> Shape {
    let keys = Keys { text, members };
    if keys.has("detail") && keys.any(&["detail-type", "source"]) {
        return Shape::Envelope;
    }
    if keys.has("__type") || keys.first_byte("Error") == Some(b'{') {
        return Shape::Error;
    }
    // GetMetricData answers with `Messages` of its own, which carry nothing.
    if keys.has("MetricDataResults") {
        return Shape::Answer;
    }
    if keys.any(&["Records", "Messages", "Sns"])
        || keys.text("Message")
        || keys.text("body")
        || keys.text("Body")
        || keys.is_of_step_functions()
    {
        return Shape::Wrapper;
    }
    if keys.list("results") && keys.any(&["statistics", "status", "queryLanguage"]) {
        return Shape::Rows;
    }
    if let Some(kind) = keys.object_kind() {
        return Shape::Object(kind);
    }
    if members.iter().any(|member| is_answer(text, member)) {
        return Shape::Answer;
    }
    Shape::Unknown
}

/// The operation whose answer has a member `key`, of those that say nothing about a deployment.
pub(super) fn beside_the_point(key: &str) -> Option<&'static str> {
    Some(match key {
        "tags" => "ecs list-tags-for-resource",
        "protectedTasks" => "ecs get-task-protection",
        "attributes" => "ecs list-attributes",
        "settings" => "ecs list-account-settings",
        "families" => "ecs list-task-definition-families",
        "MetricAlarms" | "CompositeAlarms" => "cloudwatch describe-alarms",
        "Metrics" => "cloudwatch list-metrics",
        "logGroups" => "logs describe-log-groups",
        "logStreams" => "logs describe-log-streams",
        "queryId" => "logs start-query",
        "nextSequenceToken" => "logs put-log-events",
        "LoadBalancers" => "elbv2 describe-load-balancers",
        "Listeners" => "elbv2 describe-listeners",
        "Rules" => "elbv2 describe-rules",
        "Reservations" => "ec2 describe-instances",
        "Subnets" => "ec2 describe-subnets",
        "SecurityGroups" => "ec2 describe-security-groups",
        "NetworkInterfaces" => "ec2 describe-network-interfaces",
        "AutoScalingGroups" => "autoscaling describe-auto-scaling-groups",
        "ScalableTargets" => "application-autoscaling describe-scalable-targets",
        "ScalingActivities" => "application-autoscaling describe-scaling-activities",
        "imageDetails" => "ecr describe-images",
        "repositories" => "ecr describe-repositories",
        "Account" => "sts get-caller-identity",
        _ => return None,
    })
}

/// A key of an answer alone is not enough: a task names its `taskDefinition` and an alarm its `service`.
fn is_answer(text: &str, member: &Member<'_>) -> bool {
    let key = member.key.as_ref();
    let holds_objects = matches!(text.as_bytes().get(member.value.span.start), Some(b'{' | b'[' | b'n'));
    holds_objects && (lists_arns(key) || key == "events" || answer_member(key).is_some())
}

struct Keys<'a> {
    text: &'a str,
    members: &'a [Member<'a>],
}

impl Keys<'_> {
    fn has(&self, key: &str) -> bool {
        self.first_byte(key).is_some()
    }

    fn any(&self, keys: &[&str]) -> bool {
        keys.iter().any(|key| self.has(key))
    }

    fn text(&self, key: &str) -> bool {
        self.first_byte(key) == Some(b'"')
    }

    /// A failure that Step Functions tells, or an entry of its history: the cause is the task as text.
    fn is_of_step_functions(&self) -> bool {
        let caused = ["Cause", "cause"].iter().any(|key| self.starts_with(key, &["{", "\\{"]));
        let entry = self.has("previousEventId") && self.has("type");
        caused || entry
    }

    fn list(&self, key: &str) -> bool {
        self.first_byte(key) == Some(b'[')
    }

    fn starts_with(&self, key: &str, starts: &[&str]) -> bool {
        let value = self.members.iter().find(|member| member.key == key).map(|member| member.value.span);
        let text = value.map_or("", |span| span.of(self.text).trim_start_matches('"'));
        starts.iter().any(|start| text.starts_with(start))
    }

    fn first_byte(&self, key: &str) -> Option<u8> {
        let member = self.members.iter().find(|member| member.key == key)?;
        self.text.as_bytes().get(member.value.span.start).copied()
    }

    /// The kind of a bare object. The most specific keys come first: a container names its task, a
    /// service deployment its service, a task its container instance.
    fn object_kind(&self) -> Option<Kind> {
        self.kind_by_identity().or_else(|| self.kind_by_content())
    }

    fn kind_by_identity(&self) -> Option<Kind> {
        const IDENTITIES: [(&str, Kind); 16] = [
            ("containerDefinitions", Kind::TaskDefinition),
            ("serviceDeploymentArn", Kind::ServiceDeployment),
            ("serviceRevisionArn", Kind::ServiceRevision),
            ("taskSetArn", Kind::TaskSet),
            ("stabilityStatus", Kind::TaskSet),
            ("computedDesiredCount", Kind::TaskSet),
            ("containerArn", Kind::Container),
            ("taskArn", Kind::Task),
            ("ec2InstanceId", Kind::ContainerInstance),
            ("agentConnected", Kind::ContainerInstance),
            ("capacityProviderArn", Kind::CapacityProvider),
            ("clusterName", Kind::Cluster),
            ("registeredContainerInstancesCount", Kind::Cluster),
            ("TargetGroupName", Kind::TargetGroup),
            ("TargetHealth", Kind::Target),
            ("StatusCode", Kind::Metric),
        ];
        IDENTITIES.iter().find(|(key, _)| self.has(key)).map(|(_, kind)| *kind)
    }

    fn kind_by_content(&self) -> Option<Kind> {
        let row = self.any(&["rolloutState", "rolloutStateReason", "failedTasks"]);
        let counts = self.has("desiredCount") || self.has("runningCount");
        if self.any(&["serviceArn", "serviceName"]) && !self.has("services") {
            return Some(Kind::Service);
        }
        if self.any(&["stopCode", "stoppedReason", "desiredStatus", "stoppedAt"]) {
            return Some(Kind::Task);
        }
        if (row || counts) && !self.list("deployments") && !self.list("events") {
            let is_row = row || (self.text("taskDefinition") && self.text("id"));
            return Some(if is_row { Kind::Deployment } else { Kind::Service });
        }
        if self.list("deployments") {
            return Some(Kind::Service);
        }
        if self.list("containers") && self.any(&["lastStatus", "taskDefinitionArn", "group"]) {
            return Some(Kind::Task);
        }
        self.kind_of_a_small_object()
    }

    fn kind_of_a_small_object(&self) -> Option<Kind> {
        if self.text("message") {
            if self.any(&["timestamp", "ingestionTime"]) {
                return Some(Kind::LogEvent);
            }
            if self.any(&["createdAt", "count"]) || self.starts_with("message", &SERVICE_EVENT_STARTS) {
                return Some(Kind::ServiceEvent);
            }
        }
        if self.has("exitCode") || (self.text("image") && self.text("lastStatus")) {
            return Some(Kind::Container);
        }
        if self.list("Timestamps") && self.list("Values") {
            return Some(Kind::Metric);
        }
        (self.text("arn") && self.text("reason")).then_some(Kind::Failure)
    }
}
