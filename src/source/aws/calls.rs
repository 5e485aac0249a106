//! Every call that is ever made. A test holds that no other operation is referenced anywhere, and that these
//! are the actions of [`Action`].

use std::time::SystemTime;

use aws_config::Region;
use aws_config::retry::RetryConfig;
use aws_sdk_ecs::types::{ClusterField, DesiredStatus};

use super::action::Action;
use super::metrics::InJson;
use super::session::Session;
use super::targets;
use crate::model::arn;
use crate::model::live::{Call, Refusal};

/// The most that a list-* call of ECS answers a page. Source: API reference.
const PAGE: i32 = 100;
/// Log lines that are asked for: as many as a tail shows.
const LINES: i32 = 200;

/// The body of an answer.
pub(super) type Body = Result<Vec<u8>, Refusal>;

/// A service by its cluster and name, both as they were named.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) cluster: &'a str,
    pub(super) service: &'a str,
}

impl Place<'_> {
    /// A call for this service.
    pub(super) fn call(self, action: Action, detail: &str) -> Call {
        Call { service: Some(self.service.to_owned()), ..in_cluster(action, self.cluster, detail) }
    }
}

/// A call about a cluster as a whole.
pub(super) fn in_cluster(action: Action, cluster: &str, detail: &str) -> Call {
    Call {
        action: action.name(),
        cluster: Some(cluster.to_owned()),
        service: None,
        detail: detail.to_owned(),
    }
}

impl Session {
    pub(super) async fn list_clusters(&self, token: Option<String>) -> Body {
        let request = self.ecs.list_clusters().max_results(PAGE).set_next_token(token);
        let call = Call { action: Action::ListClusters.name(), ..Call::default() };
        self.ask(Action::ListClusters, call, |tape| request.clone().customize().interceptor(tape).send())
            .await
    }

    pub(super) async fn list_services(&self, cluster: &str, token: Option<String>) -> Body {
        let request = self.ecs.list_services().cluster(cluster).max_results(PAGE).set_next_token(token);
        self.ask(Action::ListServices, in_cluster(Action::ListServices, cluster, ""), |tape| {
            request.clone().customize().interceptor(tape).send()
        })
        .await
    }

    pub(super) async fn describe_services(&self, cluster: &str, names: Vec<String>, call: Call) -> Body {
        let request = self.ecs.describe_services().cluster(cluster).set_services(Some(names));
        self.ask(Action::DescribeServices, call, |tape| request.clone().customize().interceptor(tape).send())
            .await
    }

    pub(super) async fn list_tasks(
        &self,
        place: Place<'_>,
        status: DesiredStatus,
        token: Option<String>,
    ) -> Body {
        let call = place.call(Action::ListTasks, status.as_str());
        let request = self.ecs.list_tasks().cluster(place.cluster).service_name(place.service);
        let request = request.desired_status(status).max_results(PAGE).set_next_token(token);
        self.ask(Action::ListTasks, call, |tape| request.clone().customize().interceptor(tape).send()).await
    }

    pub(super) async fn describe_tasks(
        &self,
        place: Place<'_>,
        status: &DesiredStatus,
        tasks: Vec<String>,
    ) -> Body {
        let request = self.ecs.describe_tasks().cluster(place.cluster).set_tasks(Some(tasks));
        self.ask(Action::DescribeTasks, place.call(Action::DescribeTasks, status.as_str()), |tape| {
            request.clone().customize().interceptor(tape).send()
        })
        .await
    }

    pub(super) async fn describe_task_definition(&self, place: Place<'_>, revision: &str) -> Body {
        let call = place.call(Action::DescribeTaskDefinition, arn::revision(revision));
        self.ask_once(Action::DescribeTaskDefinition, revision, call, async |call| {
            let request = self.ecs.describe_task_definition().task_definition(revision);
            self.ask(Action::DescribeTaskDefinition, call, |tape| {
                request.clone().customize().interceptor(tape).send()
            })
            .await
        })
        .await
    }

    pub(super) async fn list_service_deployments(&self, place: Place<'_>) -> Body {
        let request = self.ecs.list_service_deployments().cluster(place.cluster).service(place.service);
        let call = place.call(Action::ListServiceDeployments, "");
        self.ask(Action::ListServiceDeployments, call, |tape| {
            request.clone().customize().interceptor(tape).send()
        })
        .await
    }

    pub(super) async fn describe_service_deployments(&self, place: Place<'_>, arns: Vec<String>) -> Body {
        let request = self.ecs.describe_service_deployments().set_service_deployment_arns(Some(arns));
        let call = place.call(Action::DescribeServiceDeployments, "");
        self.ask(Action::DescribeServiceDeployments, call, |tape| {
            request.clone().customize().interceptor(tape).send()
        })
        .await
    }

    /// Revisions never change; those of one deployment are asked for together.
    pub(super) async fn describe_service_revisions(&self, place: Place<'_>, arns: Vec<String>) -> Body {
        let call = place.call(Action::DescribeServiceRevisions, "");
        self.ask_once(Action::DescribeServiceRevisions, &arns.join(" "), call, async |call| {
            let request = self.ecs.describe_service_revisions().set_service_revision_arns(Some(arns.clone()));
            self.ask(Action::DescribeServiceRevisions, call, |tape| {
                request.clone().customize().interceptor(tape).send()
            })
            .await
        })
        .await
    }

    pub(super) async fn describe_task_sets(&self, place: Place<'_>, sets: Vec<String>) -> Body {
        let request = self.ecs.describe_task_sets().cluster(place.cluster).service(place.service);
        let request = request.set_task_sets(Some(sets));
        self.ask(Action::DescribeTaskSets, place.call(Action::DescribeTaskSets, ""), |tape| {
            request.clone().customize().interceptor(tape).send()
        })
        .await
    }

    pub(super) async fn describe_cluster(&self, place: Place<'_>) -> Body {
        let request = self.ecs.describe_clusters().clusters(place.cluster);
        let request = request.include(ClusterField::Statistics).include(ClusterField::Settings);
        self.ask(Action::DescribeClusters, place.call(Action::DescribeClusters, ""), |tape| {
            request.clone().customize().interceptor(tape).send()
        })
        .await
    }

    pub(super) async fn describe_capacity_providers(&self, place: Place<'_>, names: Vec<String>) -> Body {
        let request = self.ecs.describe_capacity_providers().set_capacity_providers(Some(names));
        let call = place.call(Action::DescribeCapacityProviders, "");
        self.ask(Action::DescribeCapacityProviders, call, |tape| {
            request.clone().customize().interceptor(tape).send()
        })
        .await
    }

    pub(super) async fn list_container_instances(&self, place: Place<'_>, token: Option<String>) -> Body {
        let request = self.ecs.list_container_instances().cluster(place.cluster);
        let request = request.max_results(PAGE).set_next_token(token);
        let call = place.call(Action::ListContainerInstances, "");
        self.ask(Action::ListContainerInstances, call, |tape| {
            request.clone().customize().interceptor(tape).send()
        })
        .await
    }

    pub(super) async fn describe_container_instances(&self, place: Place<'_>, arns: Vec<String>) -> Body {
        let request = self.ecs.describe_container_instances().cluster(place.cluster);
        let request = request.set_container_instances(Some(arns));
        let call = place.call(Action::DescribeContainerInstances, "");
        self.ask(Action::DescribeContainerInstances, call, |tape| {
            request.clone().customize().interceptor(tape).send()
        })
        .await
    }

    pub(super) async fn describe_target_groups(&self, place: Place<'_>, arns: Vec<String>) -> Body {
        let request = self.balancers.describe_target_groups().set_target_group_arns(Some(arns));
        let call = place.call(Action::DescribeTargetGroups, "");
        self.ask_in_json(
            Action::DescribeTargetGroups,
            call,
            |tape| request.clone().customize().interceptor(tape).send(),
            targets::groups,
        )
        .await
    }

    pub(super) async fn describe_target_health(&self, place: Place<'_>, group: &str) -> Body {
        let request = self.balancers.describe_target_health().target_group_arn(group);
        let call = place.call(Action::DescribeTargetHealth, group);
        self.ask_in_json(
            Action::DescribeTargetHealth,
            call,
            |tape| request.clone().customize().interceptor(tape).send(),
            targets::health,
        )
        .await
    }

    /// CPU and memory of a service. CloudWatch charges for each time this is sent, so it is sent once.
    pub(super) async fn get_metric_data(&self, place: Place<'_>) -> Body {
        let now = SystemTime::now();
        let request = self.metrics.get_metric_data();
        let call = place.call(Action::GetMetricData, "");
        self.ask(Action::GetMetricData, call, |tape| {
            let once = aws_sdk_cloudwatch::config::Builder::new().retry_config(RetryConfig::disabled());
            let request = request.clone().customize().config_override(once);
            request.interceptor(InJson::of(place, now)).interceptor(tape).send()
        })
        .await
    }

    /// The last lines of a stream. Its Region is that of `awslogs-region`, which need not be the cluster's.
    pub(super) async fn get_log_events(&self, call: Call, group: &str, stream: &str, region: &str) -> Body {
        let config = aws_sdk_cloudwatchlogs::config::Builder::from(&self.config);
        let config = config.region(Region::new(region.to_owned())).build();
        let logs = aws_sdk_cloudwatchlogs::Client::from_conf(config);
        let request = logs.get_log_events().log_group_name(group).log_stream_name(stream);
        let request = request.limit(LINES).start_from_head(false);
        self.ask(Action::GetLogEvents, call, |tape| request.clone().customize().interceptor(tape).send())
            .await
    }
}
