//! The wire of the emulator: protocols, pages, failures, errors and faults, over real HTTP.

#![expect(clippy::unwrap_used, reason = "a test that cannot reach its own server fails")]

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use ecsplain::emulator::wire::{Faults, Options, Server};
use ecsplain::emulator::world::World;
use serde_json::{Value, json};

/// A moment to start at; the clock stands until a test lets it go on.
const START: &str = "2026-03-01T10:00:00Z";

struct Answer {
    status: u16,
    headers: String,
    body: Vec<u8>,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

fn server(faults: &str) -> Server {
    let options = Options { port: 0, speed: 0.0, faults: faults.parse().unwrap(), seed: 1 };
    Server::start(World::new(1, START.parse().unwrap()), options).unwrap()
}

fn send(server: &Server, path: &str, headers: &str, body: &[u8]) -> Answer {
    send_saying(server, path, headers, (body.len(), body))
}

/// Sends `body` and says that it is `length` long.
fn send_saying(server: &Server, path: &str, headers: &str, (length, body): (usize, &[u8])) -> Answer {
    let mut stream = TcpStream::connect(server.address()).unwrap();
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n\r\n"
    );
    stream.write_all(&[head.as_bytes(), body].concat()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    let headers = String::from_utf8_lossy(&answer[..end]).to_ascii_lowercase();
    let status = headers.split(' ').nth(1).unwrap().parse().unwrap();
    Answer { status, headers, body: answer[end + 4..].to_vec() }
}

fn ecs(server: &Server, operation: &str, input: &Value) -> Answer {
    let headers = format!(
        "content-type: application/x-amz-json-1.1\r\nx-amz-target: AmazonEC2ContainerServiceV20141113.{operation}"
    );
    send(server, "/", &headers, input.to_string().as_bytes())
}

fn good(server: &Server, operation: &str, input: &Value) -> Value {
    let answer = ecs(server, operation, input);
    assert_eq!(answer.status, 200, "{operation}: {}", answer.text());
    answer.json()
}

fn code(answer: &Answer) -> String {
    answer.json()["__type"].as_str().unwrap().to_owned()
}

/// A cluster with so many services, which want no tasks.
fn with_services(server: &Server, count: usize) {
    good(server, "CreateCluster", &json!({"clusterName": "prod"}));
    let containers = json!([{"name": "app", "image": "web:1", "memory": 128}]);
    good(server, "RegisterTaskDefinition", &json!({"family": "web", "containerDefinitions": containers}));
    for number in 0..count {
        let name = format!("web-{number:02}");
        let input =
            json!({"cluster": "prod", "serviceName": name, "taskDefinition": "web", "desiredCount": 0});
        good(server, "CreateService", &input);
    }
}

#[test]
fn a_list_comes_in_pages_and_the_default_page_of_services_is_ten() {
    let server = server("");
    with_services(&server, 12);
    let first = good(&server, "ListServices", &json!({"cluster": "prod"}));
    assert_eq!(first["serviceArns"].as_array().unwrap().len(), 10);
    let token = first["nextToken"].as_str().unwrap();
    let second = good(&server, "ListServices", &json!({"cluster": "prod", "nextToken": token}));
    assert_eq!(second["serviceArns"].as_array().unwrap().len(), 2);
    assert_eq!(second.get("nextToken"), None);
}

#[test]
fn what_is_not_there_is_a_failure_and_a_cluster_that_is_not_there_an_error() {
    let server = server("");
    with_services(&server, 1);
    let answer = good(&server, "DescribeServices", &json!({"cluster": "prod", "services": ["web-00", "no"]}));
    assert_eq!(answer["services"].as_array().unwrap().len(), 1);
    let arn = "arn:aws:ecs:us-east-1:123456789012:service/no";
    assert_eq!(answer["failures"], json!([{"arn": arn, "reason": "MISSING"}]));

    let refused = ecs(&server, "DescribeServices", &json!({"cluster": "no", "services": ["web"]}));
    assert_eq!((refused.status, code(&refused).as_str()), (400, "ClusterNotFoundException"));
    assert!(refused.headers.contains("x-amzn-errortype: clusternotfoundexception"), "{}", refused.headers);

    let refused = ecs(&server, "ListTasks", &json!({"cluster": "prod", "serviceName": "no"}));
    assert_eq!(code(&refused), "ServiceNotFoundException");
}

#[test]
fn a_call_that_names_too_many_or_none_is_refused() {
    let server = server("");
    with_services(&server, 1);
    let eleven: Vec<String> = (0..11).map(|number| format!("web-{number:02}")).collect();
    for services in [json!(eleven), json!([])] {
        let refused = ecs(&server, "DescribeServices", &json!({"cluster": "prod", "services": services}));
        assert_eq!(code(&refused), "InvalidParameterException");
    }
    let refused = ecs(&server, "ListTasks", &json!({"cluster": "prod", "desiredStatus": "DEAD"}));
    assert_eq!(code(&refused), "InvalidParameterException");
}

#[test]
fn times_are_seconds_and_the_answer_carries_the_clock_of_the_world() {
    let server = server("");
    with_services(&server, 1);
    server.skip(Duration::from_secs(90));
    let answer = ecs(&server, "DescribeServices", &json!({"cluster": "prod", "services": ["web-00"]}));
    assert_eq!(answer.json()["services"][0]["createdAt"], json!(1_772_359_200.0));
    assert!(answer.headers.contains("date: sun, 01 mar 2026 10:01:30 gmt"), "{}", answer.headers);
}

#[test]
fn an_operation_that_is_not_there_is_an_error_of_aws_in_each_protocol() {
    let server = server("");
    let refused = ecs(&server, "CreateDaemon", &json!({}));
    assert_eq!((refused.status, code(&refused).as_str()), (400, "UnknownOperationException"));

    let path = "/service/GraniteServiceVersion20100801/operation/PutDashboard";
    let refused =
        send(&server, path, "smithy-protocol: rpc-v2-cbor\r\ncontent-type: application/cbor", b"\xa0");
    assert!(refused.headers.contains("x-amzn-query-error: invalidaction;sender"), "{}", refused.headers);
    assert!(refused.headers.contains("smithy-protocol: rpc-v2-cbor"), "{}", refused.headers);

    let form = "content-type: application/x-www-form-urlencoded";
    let refused = send(&server, "/", form, b"Action=CreateRule&Version=2015-12-01");
    assert!(refused.text().contains("<Code>InvalidAction</Code>"), "{}", refused.text());

    let refused = send(&server, "/index.html", "accept: text/html", b"");
    assert!(!refused.text().contains("<html"), "{}", refused.text());
}

#[test]
fn a_body_that_is_no_json_is_refused_and_the_server_goes_on() {
    let server = server("");
    let target = "x-amz-target: AmazonEC2ContainerServiceV20141113.ListClusters";
    let refused = send(&server, "/", target, b"{\"maxResults\": ");
    assert_eq!(code(&refused), "SerializationException");
    // Only said to be huge: a server that refuses while one still writes resets the connection.
    let huge = send_saying(&server, "/", target, (5 * 1024 * 1024, b""));
    assert_eq!(huge.status, 413);
    assert_eq!(good(&server, "ListClusters", &json!({}))["clusterArns"], json!([]));
}

#[test]
fn load_balancers_are_asked_in_query_and_answer_in_xml() {
    let server = server("");
    let form = "content-type: application/x-www-form-urlencoded; charset=utf-8";
    let groups = send(&server, "/", form, b"Action=DescribeTargetGroups&Version=2015-12-01");
    assert!(
        groups.text().contains("<DescribeTargetGroupsResult><TargetGroups></TargetGroups>"),
        "{}",
        groups.text()
    );
    let health = b"Action=DescribeTargetHealth&Version=2015-12-01&TargetGroupArn=arn%3Ano";
    let health = send(&server, "/", form, health);
    assert_eq!(health.status, 400);
    assert!(health.text().contains("<Code>TargetGroupNotFound</Code>"), "{}", health.text());
}

#[test]
fn a_metric_can_be_asked_in_json_and_in_cbor() {
    let server = server("");
    let metric = json!({"Namespace": "AWS/ECS", "MetricName": "CPUUtilization", "Dimensions": []});
    let query = json!({"Id": "q", "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Average"}});
    let input = json!({"MetricDataQueries": [query], "StartTime": 1_772_355_600, "EndTime": 1_772_359_200});

    let target = "x-amz-target: GraniteServiceVersion20100801.GetMetricData\r\ncontent-type: application/x-amz-json-1.0";
    let answer = send(&server, "/", target, input.to_string().as_bytes());
    assert_eq!(answer.json()["MetricDataResults"][0]["Id"], "q");

    let mut cbor = Vec::new();
    ciborium::into_writer(&input, &mut cbor).unwrap();
    let path = "/service/GraniteServiceVersion20100801/operation/GetMetricData";
    let answer = send(&server, path, "smithy-protocol: rpc-v2-cbor", &cbor);
    let read: Value = ciborium::from_reader(answer.body.as_slice()).unwrap();
    assert_eq!((answer.status, &read["MetricDataResults"][0]["StatusCode"]), (200, &json!("Complete")));
}

#[test]
fn faults_hit_what_they_name() {
    let server = server("deny=ecs:ListTasks");
    good(&server, "CreateCluster", &json!({"clusterName": "prod"}));
    let refused = ecs(&server, "ListTasks", &json!({"cluster": "prod"}));
    assert_eq!(code(&refused), "AccessDeniedException");
    assert!(refused.text().contains("ecs:ListTasks"), "{}", refused.text());
    good(&server, "ListServices", &json!({"cluster": "prod"}));
}

#[test]
fn one_seed_throttles_the_same_calls_again() {
    let course = || {
        let server = server("throttle=0.5");
        (0..40).map(|_| ecs(&server, "ListClusters", &json!({})).status).collect::<Vec<_>>()
    };
    let first = course();
    assert!(first.contains(&200) && first.contains(&400));
    assert_eq!(first, course());
}

#[test]
fn the_end_of_the_server_frees_its_port() {
    let server = server("");
    let port = server.address().port();
    drop(server);
    let options = Options { port, speed: 0.0, faults: Faults::default(), seed: 1 };
    drop(Server::start(World::new(1, START.parse().unwrap()), options).unwrap());
}

#[test]
fn an_empty_account_stands_in_the_region_that_its_first_caller_signs_for() {
    let server = server("");
    let signed = |region: &str| {
        let scope = format!(
            "AWS4-HMAC-SHA256 Credential=demo/20260301/{region}/ecs/aws4_request, SignedHeaders=host"
        );
        let target = "x-amz-target: AmazonEC2ContainerServiceV20141113.CreateCluster";
        let headers =
            format!("content-type: application/x-amz-json-1.1\r\n{target}\r\nauthorization: {scope}");
        send(&server, "/", &headers, br#"{"clusterName": "prod"}"#).json()["cluster"]["clusterArn"].clone()
    };
    assert_eq!(signed("eu-central-1"), "arn:aws:ecs:eu-central-1:123456789012:cluster/prod");
    // It stays there: what was made has its ARN.
    assert_eq!(signed("us-west-2"), "arn:aws:ecs:eu-central-1:123456789012:cluster/prod");
    let providers = good(&server, "DescribeCapacityProviders", &json!({}));
    let arn = providers["capacityProviders"][0]["capacityProviderArn"].as_str().unwrap();
    assert!(arn.starts_with("arn:aws:ecs:eu-central-1:"), "{arn}");
}

#[test]
fn a_cluster_is_updated_and_its_strategy_counts_where_a_call_has_none() {
    let server = server("");
    with_services(&server, 0);
    let defaults = json!({"namespace": "arn:aws:servicediscovery:us-east-1:123456789012:namespace/ns-1"});
    let change = json!({"cluster": "prod", "serviceConnectDefaults": defaults});
    assert_eq!(good(&server, "UpdateCluster", &change)["cluster"]["serviceConnectDefaults"], defaults);
    let strategy = json!([{"capacityProvider": "FARGATE_SPOT", "weight": 1}]);
    let change = json!({"cluster": "prod", "capacityProviders": ["FARGATE_SPOT"],
        "defaultCapacityProviderStrategy": strategy});
    good(&server, "PutClusterCapacityProviders", &change);
    let run = json!({"cluster": "prod", "taskDefinition": "web"});
    let task = good(&server, "RunTask", &run)["tasks"][0].clone();
    assert_eq!(
        (&task["capacityProviderName"], &task["launchType"]),
        (&json!("FARGATE_SPOT"), &json!("FARGATE"))
    );
    // Where a call says it, that counts: there is no container instance here.
    let run = json!({"cluster": "prod", "taskDefinition": "web", "launchType": "EC2"});
    assert_eq!(good(&server, "RunTask", &run)["failures"][0]["reason"], "EMPTY CAPACITY");
}

#[test]
fn a_task_is_started_on_the_instance_that_is_named() {
    let server = server("");
    with_services(&server, 0);
    let join = || {
        good(&server, "RegisterContainerInstance", &json!({"cluster": "prod"}))["containerInstance"].clone()
    };
    let (_, second) = (join(), join());
    let arn = &second["containerInstanceArn"];
    let input = json!({"cluster": "prod", "taskDefinition": "web", "containerInstances": [arn]});
    let task = good(&server, "StartTask", &input)["tasks"][0].clone();
    assert_eq!(&task["containerInstanceArn"], arn);
    server.skip(Duration::from_mins(1));
    let named = json!({"cluster": "prod", "containerInstances": [arn]});
    let found = good(&server, "DescribeContainerInstances", &named)["containerInstances"][0].clone();
    assert_eq!(found["runningTasksCount"], 1);
    let nobody = json!({"cluster": "prod", "taskDefinition": "web", "containerInstances": []});
    assert_eq!(code(&ecs(&server, "StartTask", &nobody)), "InvalidParameterException");
}

#[test]
fn account_settings_are_kept_and_a_name_that_is_none_is_refused() {
    let server = server("");
    good(&server, "PutAccountSetting", &json!({"name": "containerInsights", "value": "enhanced"}));
    let all = good(&server, "ListAccountSettings", &json!({}));
    assert_eq!(all["settings"], json!([{"name": "containerInsights", "value": "enhanced"}]));
    good(&server, "DeleteAccountSetting", &json!({"name": "containerInsights"}));
    assert_eq!(good(&server, "ListAccountSettings", &json!({}))["settings"], json!([]));
    assert_eq!(
        code(&ecs(&server, "ListAccountSettings", &json!({"name": "x"}))),
        "InvalidParameterException"
    );
}

#[test]
fn a_revision_is_deregistered_before_it_is_deleted() {
    let server = server("");
    with_services(&server, 0);
    let input = json!({"taskDefinitions": ["web:1", "web:7", "web"]});
    let reasons = good(&server, "DeleteTaskDefinitions", &input)["failures"].clone();
    for (place, part) in
        ["still in ACTIVE status", "does not exist", "identifier is invalid"].into_iter().enumerate()
    {
        assert!(reasons[place]["reason"].as_str().unwrap().contains(part), "{reasons}");
    }
    good(&server, "DeregisterTaskDefinition", &json!({"taskDefinition": "web:1"}));
    let gone = good(&server, "DeleteTaskDefinitions", &json!({"taskDefinitions": ["web:1"]}));
    assert_eq!(gone["taskDefinitions"][0]["status"], "DELETE_IN_PROGRESS");
    let listed = |status: &str| {
        good(&server, "ListTaskDefinitions", &json!({"status": status}))["taskDefinitionArns"]
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!([listed("ACTIVE"), listed("INACTIVE"), listed("DELETE_IN_PROGRESS")], [0, 0, 1]);
}

#[test]
fn a_network_interface_needs_subnets() {
    let server = server("");
    with_services(&server, 0);
    let containers = json!([{"name": "app", "image": "web:1", "memory": 128}]);
    let awsvpc = json!({"family": "own", "networkMode": "awsvpc", "containerDefinitions": containers});
    good(&server, "RegisterTaskDefinition", &awsvpc);
    let mut input = json!({"cluster": "prod", "serviceName": "own", "taskDefinition": "own"});
    assert!(ecs(&server, "CreateService", &input).text().contains("Network Configuration must be provided"));
    input["networkConfiguration"] = json!({"awsvpcConfiguration": {"subnets": []}});
    assert!(ecs(&server, "CreateService", &input).text().contains("subnets can not be empty."));
    input["networkConfiguration"]["awsvpcConfiguration"]["subnets"] = json!(["subnet-1"]);
    good(&server, "CreateService", &input);
}

#[test]
fn task_sets_are_made_named_scaled_promoted_and_deleted() {
    let server = server("");
    with_services(&server, 1);
    let controller = json!({"type": "EXTERNAL"});
    let input = json!({"cluster": "prod", "serviceName": "ext", "desiredCount": 4, "deploymentController": controller});
    let service = good(&server, "CreateService", &input)["service"].clone();
    assert_eq!((service.get("taskDefinition"), service.get("taskSets")), (None, None));
    let call = |operation: &str, more: Value| {
        let mut input = json!({"cluster": "prod", "service": "ext"});
        for (name, value) in more.as_object().unwrap() {
            input[name] = value.clone();
        }
        ecs(&server, operation, &input)
    };
    let tags = json!([{"key": "team", "value": "web"}]);
    let half = json!({"value": 50.0, "unit": "PERCENT"});
    let made = call("CreateTaskSet", json!({"taskDefinition": "web", "scale": half, "tags": tags})).json()["taskSet"].clone();
    let (id, arn) = (made["id"].clone(), made["taskSetArn"].clone());
    assert_eq!(
        arn,
        json!(format!("arn:aws:ecs:us-east-1:123456789012:task-set/prod/ext/{}", id.as_str().unwrap()))
    );
    assert_eq!((&made["scale"], &made["tags"], &made["status"]), (&half, &tags, &json!("ACTIVE")));
    assert_eq!((&made["launchType"], made.get("platformVersion")), (&json!("EC2"), None));

    let found = call("DescribeTaskSets", json!({"taskSets": [id, "ecs-svc/1"], "include": ["TAGS"]})).json();
    assert_eq!(found["taskSets"][0]["tags"], tags);
    let missing = "arn:aws:ecs:us-east-1:123456789012:task-set/prod/ext/ecs-svc/1";
    assert_eq!(found["failures"], json!([{"arn": missing, "reason": "MISSING"}]));
    let found = call("DescribeTaskSets", json!({"taskSets": [arn]})).json();
    assert_eq!((&found["taskSets"][0]["tags"], &found["failures"]), (&json!([]), &json!([])));
    good(&server, "TagResource", &json!({"resourceArn": arn, "tags": [{"key": "k", "value": "v"}]}));
    let listed = good(&server, "ListTagsForResource", &json!({"resourceArn": arn}));
    assert_eq!(listed["tags"].as_array().unwrap().len(), 2);

    let updated =
        call("UpdateTaskSet", json!({"taskSet": id, "scale": {"value": 25.0, "unit": "PERCENT"}})).json();
    assert_eq!(updated["taskSet"]["scale"]["value"], 25.0);
    let primary = call("UpdateServicePrimaryTaskSet", json!({"primaryTaskSet": arn})).json();
    assert_eq!(primary["taskSet"]["status"], "PRIMARY");
    server.skip(Duration::from_secs(5));
    let described = good(&server, "DescribeServices", &json!({"cluster": "prod", "services": ["ext"]}));
    let service = &described["services"][0];
    assert_eq!(
        (&service["taskSets"][0]["computedDesiredCount"], &service["deployments"]),
        (&json!(1), &json!([]))
    );
    assert_eq!(service["taskDefinition"], service["taskSets"][0]["taskDefinition"]);
    let deleted = call("DeleteTaskSet", json!({"taskSet": id, "force": true})).json();
    assert_eq!(deleted["taskSet"]["status"], "DRAINING");
    server.skip(Duration::from_mins(1));
    assert_eq!(code(&call("DeleteTaskSet", json!({"taskSet": id}))), "TaskSetNotFoundException");
}

#[test]
fn a_call_about_task_sets_that_cannot_be_is_refused() {
    let server = server("");
    with_services(&server, 1);
    let refused = |operation: &str, input: Value| {
        let answer = ecs(&server, operation, &input);
        assert_eq!(answer.status, 400, "{operation}: {}", answer.text());
        (code(&answer), answer.json()["message"].as_str().unwrap().to_owned())
    };
    let on = |service: &str| json!({"cluster": "prod", "service": service, "taskDefinition": "web", "taskSets": ["ecs-svc/1"]});
    for operation in ["CreateTaskSet", "DescribeTaskSets"] {
        let (code, message) = refused(operation, on("web-00"));
        assert_eq!(code, "InvalidParameterException");
        assert!(message.ends_with("configured to use external deployment controllers."), "{message}");
        assert_eq!(refused(operation, on("no")).0, "ServiceNotFoundException");
    }
    let controller = json!({"type": "EXTERNAL"});
    let input = json!({"cluster": "prod", "serviceName": "ext", "desiredCount": 1, "deploymentController": controller});
    good(&server, "CreateService", &input);
    let named = |sets: Value| json!({"cluster": "prod", "service": "ext", "taskSets": sets});
    assert_eq!(refused("DescribeTaskSets", named(json!([]))).1, "TaskSets cannot be empty.");
    let task = "arn:aws:ecs:us-east-1:123456789012:task/prod/0c9d";
    assert_eq!(refused("DescribeTaskSets", named(json!([task]))).1, "Task Set Identifier is invalid");
    let mut wrong = on("ext");
    wrong["launchType"] = json!("SOMETHING");
    assert_eq!(refused("CreateTaskSet", wrong).0, "InvalidParameterException");
    let unscaled = json!({"cluster": "prod", "service": "ext", "taskSet": "ecs-svc/1"});
    assert_eq!(refused("UpdateTaskSet", unscaled).0, "InvalidParameterException");
}

#[test]
fn a_capacity_provider_takes_what_an_update_states_and_keeps_the_rest() {
    let server = server("");
    let group =
        "arn:aws:autoscaling:us-east-1:123456789012:autoScalingGroup:5d1f0b7e:autoScalingGroupName/web";
    let made = json!({"name": "web", "autoScalingGroupProvider": {"autoScalingGroupArn": group}});
    good(&server, "CreateCapacityProvider", &made);
    let change = json!({
        "managedScaling": {"status": "DISABLED", "targetCapacity": 80},
        "managedTerminationProtection": "ENABLED", "managedDraining": "DISABLED", "autoScalingGroupArn": "other",
    });
    let update = |name: &str, change: &Value| json!({"name": name, "autoScalingGroupProvider": change});
    good(&server, "UpdateCapacityProvider", &update("web", &change));
    let found = good(&server, "DescribeCapacityProviders", &json!({"capacityProviders": ["web"]}));
    let now = &found["capacityProviders"][0]["autoScalingGroupProvider"];
    let scaling = json!({"status": "DISABLED", "targetCapacity": 80, "minimumScalingStepSize": 1,
        "maximumScalingStepSize": 10000, "instanceWarmupPeriod": 300});
    assert_eq!((&now["managedScaling"], &now["autoScalingGroupArn"]), (&scaling, &json!(group)));
    let switches = (&now["managedTerminationProtection"], &now["managedDraining"]);
    assert_eq!(switches, (&json!("ENABLED"), &json!("DISABLED")));

    for (name, change) in [
        ("FARGATE", json!({"managedDraining": "DISABLED"})),
        ("no", json!({"managedDraining": "DISABLED"})),
        ("web", json!({"managedDraining": "PERHAPS"})),
        ("web", json!({"managedScaling": {"targetCapacity": 101}})),
        ("web", Value::Null),
    ] {
        let refused = ecs(&server, "UpdateCapacityProvider", &update(name, &change));
        assert_eq!(
            (refused.status, code(&refused).as_str()),
            (400, "InvalidParameterException"),
            "{name} {change}"
        );
    }
    let refused = ecs(&server, "DeleteCapacityProvider", &json!({"capacityProvider": "FARGATE_SPOT"}));
    assert_eq!(code(&refused), "InvalidParameterException");
    let still = good(&server, "DescribeCapacityProviders", &json!({"capacityProviders": ["FARGATE_SPOT"]}));
    assert_eq!(still["capacityProviders"][0]["status"], "ACTIVE");
}

#[test]
fn a_deleted_cluster_is_still_told_takes_no_other_call_and_can_be_made_anew() {
    let server = server("");
    with_services(&server, 0);
    let named = json!({"cluster": "prod"});
    assert_eq!(good(&server, "DeleteCluster", &named)["cluster"]["status"], "INACTIVE");
    assert_eq!(good(&server, "ListClusters", &json!({}))["clusterArns"].as_array().unwrap().len(), 1);
    let described = |server: &Server| {
        good(server, "DescribeClusters", &json!({"clusters": ["prod"]}))["clusters"][0].clone()
    };
    assert_eq!(described(&server)["status"], "INACTIVE");
    let service = json!({"cluster": "prod", "serviceName": "web", "taskDefinition": "web"});
    for (operation, input) in
        [("CreateService", &service), ("ListServices", &named), ("DeleteCluster", &named)]
    {
        let refused = ecs(&server, operation, input);
        assert_eq!(code(&refused), "ClusterNotFoundException", "{operation}");
        assert_eq!(refused.json()["message"], "The referenced cluster was inactive.");
    }
    good(&server, "CreateCluster", &json!({"clusterName": "prod"}));
    assert_eq!(described(&server)["status"], "ACTIVE");
    good(&server, "CreateService", &service);
}
