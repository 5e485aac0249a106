//! An account whose answers are those of a shipped snapshot, and an invented one whose container crashes.

use std::path::Path;

use serde_json::{Value, json};

use super::endpoint::{Asked, Reply};

/// The ARN prefix of both accounts.
pub const ARN: &str = "arn:aws:ecs:us-east-1:123456789012";

fn saved(file: &str) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/snapshots/image-not-found");
    serde_json::from_str(&std::fs::read_to_string(folder.join(file)).unwrap()).unwrap()
}

fn arns(tasks: &Value) -> Vec<Value> {
    tasks["tasks"].as_array().unwrap().iter().map(|task| task["taskArn"].clone()).collect()
}

/// Answers with `assets/snapshots/image-not-found`.
pub fn image_not_found(asked: &Asked) -> Reply {
    let (running, stopped) = (saved("describe-tasks-running.json"), saved("describe-tasks-stopped.json"));
    Reply::ok(match asked.operation.as_str() {
        "ListClusters" => json!({"clusterArns": [format!("{ARN}:cluster/prod")]}),
        "ListServices" => json!({"serviceArns": [format!("{ARN}:service/prod/web")]}),
        "DescribeServices" => saved("describe-services.json"),
        "ListTasks" if asked.input["desiredStatus"] == "STOPPED" => json!({"taskArns": arns(&stopped)}),
        "ListTasks" => json!({"taskArns": arns(&running)}),
        "DescribeTasks" if asked.input["tasks"][0] == arns(&stopped)[0] => stopped,
        "DescribeTasks" => running,
        "DescribeTaskDefinition" if asked.input["taskDefinition"].as_str().unwrap().ends_with(":41") => {
            saved("describe-task-definition-41.json")
        }
        "DescribeTaskDefinition" => saved("describe-task-definition-42.json"),
        "ListServiceDeployments" => json!({"serviceDeployments": [
            {"serviceDeploymentArn": format!("{ARN}:service-deployment/prod/web/new"), "createdAt": 2.0},
            {"serviceDeploymentArn": format!("{ARN}:service-deployment/prod/web/old"), "createdAt": 1.0},
        ]}),
        "DescribeServiceDeployments" => json!({"serviceDeployments": []}),
        "DescribeTargetGroups" => return Reply::bytes(TARGET_GROUPS),
        "DescribeTargetHealth" => return Reply::bytes(TARGET_HEALTH),
        other => panic!("{other} was not expected"),
    })
}

/// Invented, in the shape of the API reference.
pub const TARGET_GROUPS: &str = "<DescribeTargetGroupsResponse><DescribeTargetGroupsResult><TargetGroups><member>\
    <TargetGroupArn>arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/6d0ecf831eec9f09</TargetGroupArn>\
    <TargetGroupName>web</TargetGroupName><Protocol>HTTP</Protocol><Port>80</Port><TargetType>ip</TargetType>\
    <HealthCheckIntervalSeconds>30</HealthCheckIntervalSeconds><Matcher><HttpCode>200</HttpCode></Matcher>\
    </member></TargetGroups></DescribeTargetGroupsResult></DescribeTargetGroupsResponse>";

/// Invented, in the shape of the API reference; the states are an open set.
pub const TARGET_HEALTH: &str = "<DescribeTargetHealthResponse><DescribeTargetHealthResult><TargetHealthDescriptions>\
    <member><Target><Id>10.0.1.7</Id><Port>80</Port></Target><TargetHealth><State>healthy</State></TargetHealth></member>\
    <member><Target><Id>10.0.1.8</Id><Port>80</Port></Target><TargetHealth><State>pensive</State>\
    <Reason>Target.Thinking</Reason></TargetHealth></member>\
    </TargetHealthDescriptions></DescribeTargetHealthResult></DescribeTargetHealthResponse>";

/// A service whose only container ends with code 1 (invented).
pub fn crashing(asked: &Asked) -> Reply {
    let task = format!("{ARN}:task/prod/0123456789abcdef0123456789abcdef");
    let definition = format!("{ARN}:task-definition/job:7");
    let row = json!({"id": "ecs-svc/1", "status": "PRIMARY", "taskDefinition": definition, "desiredCount": 1,
        "runningCount": 0, "pendingCount": 0, "failedTasks": 1, "rolloutState": "IN_PROGRESS", "createdAt": 1.79e9});
    Reply::ok(match asked.operation.as_str() {
        "DescribeServices" => json!({"services": [{"serviceArn": format!("{ARN}:service/prod/job"),
            "serviceName": "job", "clusterArn": format!("{ARN}:cluster/prod"), "status": "ACTIVE",
            "desiredCount": 1, "runningCount": 0, "pendingCount": 0, "taskDefinition": definition,
            "deployments": [row], "events": []}]}),
        "ListTasks" if asked.input["desiredStatus"] == "STOPPED" => json!({"taskArns": [task]}),
        "ListTasks" => json!({"taskArns": []}),
        "DescribeTasks" => {
            json!({"tasks": [{"taskArn": task, "group": "service:job", "startedBy": "ecs-svc/1",
            "clusterArn": format!("{ARN}:cluster/prod"), "taskDefinitionArn": definition, "launchType": "FARGATE",
            "lastStatus": "STOPPED", "desiredStatus": "STOPPED", "stopCode": "EssentialContainerExited",
            "stoppedReason": "Essential container in task exited", "createdAt": 1.79e9, "startedAt": 1.79e9,
            "stoppedAt": 1.790_000_06e9,
            "containers": [{"name": "app", "exitCode": 1, "lastStatus": "STOPPED"}]}]})
        }
        "DescribeTaskDefinition" => {
            json!({"taskDefinition": {"taskDefinitionArn": definition, "family": "job",
            "revision": 7, "containerDefinitions": [{"name": "app", "image": "app", "essential": true,
            "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "/ecs/job",
            "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "ecs"}}}]}})
        }
        "ListServiceDeployments" => json!({"serviceDeployments": []}),
        "GetLogEvents" => {
            json!({"events": [{"timestamp": 1_790_000_050_000_u64, "message": "no such table: users"}],
            "nextForwardToken": "f/1", "nextBackwardToken": "b/1"})
        }
        other => panic!("{other} was not expected"),
    })
}

/// A cluster of `count` services that all stand as they should.
pub fn many(asked: &Asked, count: usize) -> Reply {
    let name = |number: usize| format!("{ARN}:service/prod/s{number}");
    Reply::ok(match asked.operation.as_str() {
        "ListServices" => {
            let from: usize = asked.input["nextToken"].as_str().map_or(0, |token| token.parse().unwrap());
            let to = (from + 100).min(count);
            let next = (to < count).then(|| to.to_string());
            json!({"serviceArns": (from..to).map(name).collect::<Vec<_>>(), "nextToken": next})
        }
        "DescribeServices" => {
            let wanted = asked.input["services"].as_array().unwrap().iter();
            let service = |arn: &Value| {
                json!({"serviceArn": arn, "serviceName": arn.as_str().unwrap().rsplit('/').next(), "status": "ACTIVE",
                    "clusterArn": format!("{ARN}:cluster/prod"), "desiredCount": 1, "runningCount": 1})
            };
            json!({"services": wanted.map(service).collect::<Vec<_>>()})
        }
        other => panic!("{other} was not expected"),
    })
}
