//! An invented account that uses everything that can be asked for but task sets.

use serde_json::{Value, json};

use super::account::{ARN, TARGET_GROUPS, TARGET_HEALTH};
use super::endpoint::{Asked, Reply};

/// The target group of both accounts.
const TARGET_GROUP: &str =
    "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/6d0ecf831eec9f09";

fn revision(number: u8) -> String {
    format!("{ARN}:task-definition/api:{number}")
}

fn host(name: &str) -> String {
    format!("{ARN}:container-instance/prod/{name}")
}

/// A service on container instances whose rollout finds no place.
pub fn placing(asked: &Asked) -> Reply {
    match asked.operation.as_str() {
        "DescribeServices" => Reply::ok(service()),
        "ListTasks" | "DescribeTasks" => Reply::ok(tasks(asked)),
        "DescribeTargetGroups" => Reply::bytes(TARGET_GROUPS),
        "DescribeTargetHealth" => Reply::bytes(TARGET_HEALTH),
        // CPU of two minutes, the newest first, as CloudWatch answers.
        "GetMetricData" => {
            Reply::ok(json!({"MetricDataResults": [{"Id": "cpu", "Label": "CPUUtilization Average",
            "Timestamps": [1.790_000_06e9, 1.79e9], "Values": [93.5, 12.0], "StatusCode": "Complete"}]}))
        }
        _ => Reply::ok(surroundings(asked)),
    }
}

fn service() -> Value {
    let strategy = json!([{"capacityProvider": "big", "weight": 1}]);
    json!({"services": [{"serviceArn": format!("{ARN}:service/prod/api"),
            "serviceName": "api", "clusterArn": format!("{ARN}:cluster/prod"), "status": "ACTIVE",
            "desiredCount": 2, "runningCount": 1, "pendingCount": 0, "taskDefinition": revision(2),
            "capacityProviderStrategy": strategy,
            "loadBalancers": [{"targetGroupArn": TARGET_GROUP, "containerName": "app", "containerPort": 80,
                "advancedConfiguration": {"alternateTargetGroupArn": format!("{TARGET_GROUP}2")}}],
            "deployments": [
                {"id": "ecs-svc/2", "status": "PRIMARY", "taskDefinition": revision(2), "desiredCount": 2,
                "runningCount": 0, "pendingCount": 0, "failedTasks": 0, "rolloutState": "IN_PROGRESS", "createdAt": 1.79e9},
                {"id": "ecs-svc/1", "status": "ACTIVE", "taskDefinition": revision(1), "desiredCount": 1,
                "runningCount": 1, "pendingCount": 0, "failedTasks": 0, "rolloutState": "COMPLETED", "createdAt": 1.78e9}],
            "events": [{"id": "1", "createdAt": 1.79e9, "message": "(service api) was unable to place a task because \
no container instance met all of its requirements. The closest matching (container-instance a) has insufficient CPU units \
available. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide."}]}]})
}

fn tasks(asked: &Asked) -> Value {
    let [task, dead] = ["running", "stopped"].map(|name| format!("{ARN}:task/prod/{name}"));
    let one = |arn: &str, status: &str| {
        json!({"taskArn": arn, "group": "service:api", "clusterArn": format!("{ARN}:cluster/prod"),
        "taskDefinitionArn": revision(1), "startedBy": "ecs-svc/1", "lastStatus": status, "desiredStatus": status,
        "containerInstanceArn": host("a"), "launchType": "EC2", "createdAt": 1.79e9, "startedAt": 1.79e9})
    };
    match asked.operation.as_str() {
        "ListTasks" if asked.input["desiredStatus"] == "STOPPED" => json!({"taskArns": [dead]}),
        "ListTasks" => json!({"taskArns": [task]}),
        "DescribeTasks" if asked.input["tasks"][0] == dead.as_str() => {
            let mut stopped = one(&dead, "STOPPED");
            stopped["stopCode"] = "EssentialContainerExited".into();
            stopped["stoppedReason"] = "Essential container in task exited".into();
            stopped["stoppedAt"] = 1.790_000_06e9.into();
            stopped["containers"] = json!([{"name": "app", "exitCode": 1, "lastStatus": "STOPPED"}]);
            json!({"tasks": [stopped]})
        }
        "DescribeTasks" => json!({"tasks": [one(&task, "RUNNING")]}),
        other => panic!("{other} was not expected"),
    }
}

fn surroundings(asked: &Asked) -> Value {
    let service_revision = |number: u8| format!("{ARN}:service-revision/prod/api/{number}");
    match asked.operation.as_str() {
        "DescribeTaskDefinition" => {
            let arn = asked.input["taskDefinition"].as_str().unwrap();
            json!({"taskDefinition": {"taskDefinitionArn": arn, "family": "api",
            "revision": arn.rsplit(':').next().unwrap().parse::<i64>().unwrap(),
            "containerDefinitions": [{"name": "app", "image": "app", "cpu": 2048, "memory": 512, "essential": true,
            "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "/ecs/api",
            "awslogs-region": "us-east-1", "awslogs-stream-prefix": "ecs"}}}]}})
        }
        "ListServiceDeployments" => json!({"serviceDeployments": [
            {"serviceDeploymentArn": format!("{ARN}:service-deployment/prod/api/1"), "createdAt": 1.79e9}]}),
        "DescribeServiceDeployments" => json!({"serviceDeployments": [
            {"serviceDeploymentArn": format!("{ARN}:service-deployment/prod/api/1"), "createdAt": 1.79e9,
            "serviceArn": format!("{ARN}:service/prod/api"), "clusterArn": format!("{ARN}:cluster/prod"),
            "status": "IN_PROGRESS", "sourceServiceRevisions": [{"arn": service_revision(1)}],
            "targetServiceRevision": {"arn": service_revision(2)}}]}),
        "DescribeServiceRevisions" => {
            let one = |number: u8| {
                json!({"serviceRevisionArn": service_revision(number), "taskDefinition": revision(number),
                "serviceArn": format!("{ARN}:service/prod/api"), "clusterArn": format!("{ARN}:cluster/prod")})
            };
            json!({"serviceRevisions": [one(0), one(1), one(2)]})
        }
        "DescribeClusters" => {
            json!({"clusters": [{"clusterArn": format!("{ARN}:cluster/prod"), "clusterName": "prod"}]})
        }
        "ListContainerInstances" => json!({"containerInstanceArns": [host("a"), host("b")]}),
        "DescribeContainerInstances" => {
            let hosts = asked.input["containerInstances"].as_array().unwrap().iter();
            let of = |arn: &Value| {
                json!({"containerInstanceArn": arn, "ec2InstanceId": "i-1", "status": "ACTIVE",
                "agentConnected": true, "remainingResources": [{"name": "CPU", "type": "INTEGER", "integerValue": 256}]})
            };
            json!({"containerInstances": hosts.map(of).collect::<Vec<_>>()})
        }
        "DescribeCapacityProviders" => json!({"capacityProviders": [{"name": "big", "status": "ACTIVE"}]}),
        "GetLogEvents" => {
            json!({"events": [{"timestamp": 1_790_000_050_000_u64, "message": "no such table: users"}],
            "nextForwardToken": "f/1", "nextBackwardToken": "b/1"})
        }
        other => panic!("{other} was not expected"),
    }
}
