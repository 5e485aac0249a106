//! Every shape and spelling of an answer is known by what it holds. All documents here are invented.

use std::collections::BTreeMap;

use ecsplain::model::{CaptureBasis, NoticeLevel, Snapshot};
use ecsplain::source::saved::{Loaded, load, load_bytes};
use ecsplain::words::Words;

fn said(loaded: &Loaded) -> Vec<String> {
    let words = Words::english();
    loaded.problems.iter().map(|problem| format!("{}: {}", problem.place, words.say(&problem.what))).collect()
}

fn clean(text: &str) -> Snapshot {
    let loaded = load_bytes("text", text.as_bytes().to_vec());
    assert!(loaded.problems.is_empty(), "{text}\n{:?}", said(&loaded));
    loaded.snapshot
}

/// How many objects of each kind a snapshot holds.
fn counts(snapshot: &Snapshot) -> String {
    let lists = BTreeMap::from([
        ("cluster", snapshot.clusters.len()),
        ("service", snapshot.services.len()),
        ("task", snapshot.tasks.len()),
        ("definition", snapshot.task_definitions.len()),
        ("deployment", snapshot.service_deployments.len()),
        ("revision", snapshot.service_revisions.len()),
        ("set", snapshot.task_sets.len()),
        ("instance", snapshot.container_instances.len()),
        ("provider", snapshot.capacity_providers.len()),
        ("group", snapshot.target_groups.len()),
        ("health", snapshot.target_health.len()),
        ("log", snapshot.logs.len()),
        ("metric", snapshot.metrics.len()),
        ("notice", snapshot.notices.len()),
        ("event", snapshot.events.len()),
        ("failure", snapshot.failures.len()),
    ]);
    let some = lists.into_iter().filter(|(_, count)| *count > 0);
    some.map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(", ")
}

const SHAPES: [(&str, &str); 48] = [
    (
        r#"{"services":[{"serviceName":"a"},{"serviceName":"b"}],"failures":[{"arn":"x","reason":"MISSING"}]}"#,
        "failure 1, service 2",
    ),
    (r#"{"service":{"serviceName":"a","taskDefinition":"web:1","events":[]}}"#, "service 1"),
    (r#"{"tasks":[{"taskArn":"a"}],"failures":[]}"#, "task 1"),
    (r#"{"task":{"taskArn":"a"}}"#, "task 1"),
    (r#"{"taskDefinition":{"family":"a","revision":1},"tags":[]}"#, "definition 1"),
    (r#"{"clusters":[{"clusterName":"a"}]}"#, "cluster 1"),
    (r#"{"cluster":{"clusterName":"a","capacityProviders":["FARGATE"]}}"#, "cluster 1"),
    (r#"{"serviceDeployments":[{"serviceDeploymentArn":"a","serviceArn":"s"}]}"#, "deployment 1"),
    (r#"{"serviceRevisions":[{"serviceRevisionArn":"a","serviceArn":"s"}]}"#, "revision 1"),
    (r#"{"taskSets":[{"taskSetArn":"a"}]}"#, "set 1"),
    (r#"{"taskSet":{"id":"ecs-svc/1","stabilityStatus":"STEADY_STATE"}}"#, "set 1"),
    (r#"{"containerInstances":[{"containerInstanceArn":"a"}]}"#, "instance 1"),
    (r#"{"containerInstance":{"containerInstanceArn":"a","ec2InstanceId":"i-1"}}"#, "instance 1"),
    (r#"{"capacityProviders":[{"name":"FARGATE"}]}"#, "provider 1"),
    (r#"{"TargetGroups":[{"TargetGroupArn":"a","Port":80}]}"#, "group 1"),
    (
        r#"{"TargetHealthDescriptions":[{"Target":{"Id":"10.0.0.1"},"TargetHealth":{"State":"healthy"}}]}"#,
        "health 1",
    ),
    (r#"{"TargetHealthDescriptions":[]}"#, "health 1"),
    (r#"{"MetricDataResults":[{"Id":"c","Timestamps":[1795335540],"Values":[42.5]}]}"#, "metric 1"),
    (
        r#"{"MetricDataResults":[{"Id":"c","Timestamps":[1795335540],"Values":[42.5]}],"Messages":[]}"#,
        "metric 1",
    ),
    (r#"{"events":[{"timestamp":1795335492748,"message":"x"}],"nextForwardToken":"f"}"#, "log 1"),
    (r#"{"events":[],"nextForwardToken":"f","nextBackwardToken":"b"}"#, "log 1"),
    (
        r#"{"events":[{"logStreamName":"a","message":"x","timestamp":1},{"logStreamName":"b","message":"y","timestamp":2}]}"#,
        "log 2",
    ),
    (r#"[{"timestamp":1795335492748,"message":"x"}]"#, "log 1"),
    (r#"{"serviceName":"a","taskDefinition":"web:1","taskSets":[],"deployments":[]}"#, "service 1"),
    (r#"{"taskArn":"a","containerInstanceArn":"i","clusterArn":"c"}"#, "task 1"),
    (r#"[{"lastStatus":"STOPPED","stoppedReason":"x"}]"#, "task 1"),
    (r#"{"family":"a","containerDefinitions":[]}"#, "definition 1"),
    (r#"[{"message":"(service a) has reached a steady state.","createdAt":1}]"#, "event 1"),
    (
        r#"["(service a) has reached a steady state.","(service a) has started 1 tasks: (task b)."]"#,
        "event 2",
    ),
    (r#""(service a) has reached a steady state.""#, "event 1"),
    (r#"{"events":[{"message":"(service a) x","createdAt":1}]}"#, "event 1"),
    (
        r#"[[{"message":"(service a) x","createdAt":1}],[{"message":"(service b) y","createdAt":2}]]"#,
        "event 2",
    ),
    (
        r#"[[["arn:aws:ecs:r:1:task/c/a","STOPPED",{"containerArn":"k","taskArn":"a","exitCode":1}]]]"#,
        "task 1",
    ),
    (r#"[{"name":"a","exitCode":1},{"name":"b","exitCode":0},{"name":"a","exitCode":137}]"#, "task 2"),
    (r#"[{"id":"ecs-svc/1","status":"PRIMARY","taskDefinition":"web:2","desiredCount":1}]"#, "service 1"),
    (r#"[{"services":[{"serviceName":"a"}]},{"tasks":[{"taskArn":"t"}]}]"#, "service 1, task 1"),
    (r#"{"tasks":{"taskArn":"t"}}"#, "task 1"),
    (r#"{"Tasks":[{"TaskArn":"t","StoppedAt":1568727899134}],"Failures":[]}"#, "task 1"),
    (r#"{"tasks":null,"services":[null]}"#, ""),
    (r#"{"Error":"States.TaskFailed","Cause":"{\"TaskArn\":\"t\",\"Containers\":[]}"}"#, "task 1"),
    (
        r#"{"events":[{"id":1,"previousEventId":0,"type":"ExecutionStarted"},{"id":2,"previousEventId":1,"type":"TaskFailed","taskFailedEventDetails":{"error":"States.TaskFailed","cause":"{\"TaskArn\":\"t\"}"}}]}"#,
        "task 1",
    ),
    ("2026-03-10T14:20:01+00:00 ecs/app/a one\n  more\n2026-03-10T14:20:02+00:00 ecs/app/b two\n", "log 2"),
    ("Services:\n- ServiceName: web\n  RunningCount: 1\n", "service 1"),
    ("{'tasks': [{'taskArn': 't',\n  'stoppedReason': 'one '\n    'two'}]}", "task 1"),
    (
        r#"{"results":[[{"field":"@timestamp","value":"2026-03-10 14:20:01.000"},{"field":"@message","value":"x"}]],"status":"Complete"}"#,
        "log 1",
    ),
    (
        r#"{"service":{"services":[{"serviceName":"a"}],"failures":[]},"tasks":{"tasks":[{"taskArn":"t"}]}}"#,
        "service 1, task 1",
    ),
    (r#""{\"tasks\":[{\"taskArn\":\"t\"}]}""#, "task 1"),
    (
        "{'tasks': [{'taskArn': 't', 'enableExecuteCommand': False, 'stoppedAt': datetime.datetime(2026, 3, 10, 14, 20, tzinfo=tzlocal())}]}",
        "task 1",
    ),
];

#[test]
fn a_document_is_known_by_its_shape() {
    for (text, expected) in SHAPES {
        assert_eq!(counts(&clean(text)), expected, "{text}");
    }
}

#[test]
fn a_query_of_logs_gives_its_lines_in_their_order_and_one_that_counts_gives_none() {
    let row = |at: &str, words: &str| {
        format!(
            r#"[{{"field":"@timestamp","value":"2026-03-10 14:20:{at}.000"}},{{"field":"@message","value":"{words}"}},{{"field":"@logStream","value":"ecs/app/a"}}]"#
        )
    };
    let answer = |rows: &[String]| format!(r#"{{"results":[{}],"status":"Complete"}}"#, rows.join(","));
    let snapshot = clean(&answer(&[row("02", "second"), row("01", "first")]));
    let lines: Vec<&str> = snapshot.logs[0].lines.iter().map(|line| line.message.as_str()).collect();
    assert_eq!((lines, snapshot.logs[0].stream.as_deref()), (vec!["first", "second"], Some("ecs/app/a")));
    let counted = answer(&[r#"[{"field":"count(*)","value":"3"}]"#.to_owned()]);
    let loaded = load_bytes("text", counted.into_bytes());
    assert!(loaded.snapshot.logs.is_empty() && loaded.problems.len() == 1, "{:?}", said(&loaded));
}

#[test]
fn what_is_left_of_containers_tells_whether_their_task_is_over() {
    let over = |text: &str| clean(text).tasks[0].is_stopped();
    assert!(over(r#"[{"name":"app","exitCode":1,"reason":null},{"name":"agent","exitCode":0}]"#));
    assert!(over(r#"[{"name":"app","exitCode":null,"reason":"CannotPullContainerError: x"}]"#));
    assert!(!over(r#"[{"name":"app","exitCode":null,"reason":null},{"name":"init","exitCode":0}]"#));
    assert!(!over(r#"{"tasks":[{"taskArn":"t","desiredStatus":"RUNNING","containers":[{"exitCode":0}]}]}"#));
}

#[test]
fn yaml_of_the_cli_is_read_like_json() {
    let snapshot =
        clean("services:\n- serviceName: web\n  runningCount: 2\n---\ntasks:\n- taskArn: t\n  cpu: '256'\n");
    assert_eq!(counts(&snapshot), "service 1, task 1");
    assert_eq!(snapshot.services[0].running_count, Some(2));
    assert!(snapshot.raw(snapshot.services[0].origin).unwrap().contains("\"serviceName\": \"web\""));
    assert_eq!(counts(&clean("- tasks:\n  - taskArn: t\n- tasks:\n  - taskArn: u\n")), "task 2");
}

#[test]
fn every_encoding_gives_the_same_service() {
    let text = "{\"services\":[{\"serviceName\":\"wéb\"}]}";
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let marked = |mark: &[u8], body: &[u8]| [mark, body].concat();
    for bytes in [
        text.as_bytes().to_vec(),
        marked(b"\xef\xbb\xbf", text.as_bytes()),
        little.clone(),
        big.clone(),
        marked(b"\xff\xfe", &little),
        marked(b"\xfe\xff", &big),
    ] {
        let loaded = load_bytes("text", bytes);
        assert!(loaded.problems.is_empty(), "{:?}", said(&loaded));
        assert_eq!(loaded.snapshot.services[0].name(), Some("wéb"));
    }
}

#[test]
fn keys_in_pascal_case_are_rewritten_and_a_persons_keys_are_not() {
    let snapshot = clean(
        r#"{"TaskDefinition":{"Family":"a","ContainerDefinitions":[{"Name":"b","DockerLabels":{"Team":"x"}}]}}"#,
    );
    let labels = &snapshot.task_definitions[0].container_definitions[0].docker_labels;
    assert_eq!(labels.get("Team").map(String::as_str), Some("x"));
    let definition = snapshot.raw(snapshot.task_definitions[0].origin).unwrap();
    assert!(definition.contains("\"containerDefinitions\""), "{definition}");
}

const TASK_EVENT: &str = r#"{"version":"0","id":"1","detail-type":"ECS Task State Change","source":"aws.ecs",
    "time":"2025-02-13T14:48:24Z","resources":[],
    "detail":{"taskArn":"arn:aws:ecs:r:1:task/c/t","lastStatus":"VERSION","version":VERSION,"stoppedAt":"2025-02-13T14:48:24.5Z"}}"#;

fn task_event(version: u32) -> String {
    TASK_EVENT.replace("VERSION", &version.to_string()).replace('\n', "")
}

#[test]
fn the_highest_version_of_a_task_wins_and_the_envelope_dates_it() {
    let text = [task_event(3), task_event(5), task_event(4), task_event(5)].join("\n");
    let snapshot = clean(&text);
    assert_eq!((snapshot.tasks[0].version, snapshot.superseded.tasks.len()), (Some(5), 2));
    assert_eq!(snapshot.captured.basis, CaptureBasis::Envelope);
    assert_eq!(snapshot.captured.at.unwrap().0.to_string(), "2025-02-13T14:48:24.5Z");
}

#[test]
fn news_of_a_service_is_a_notice() {
    let snapshot = clean(
        r#"[{"detail-type":"ECS Deployment State Change","source":"aws.ecs","time":"2020-05-23T12:31:14Z",
            "resources":["arn:aws:ecs:us-west-2:111122223333:service/default/servicetest"],
            "detail":{"eventType":"ERROR","eventName":"SERVICE_DEPLOYMENT_FAILED","deploymentId":"ecs-svc/123",
            "updatedAt":"2020-05-23T11:11:11Z","reason":"ECS deployment circuit breaker: task failed to start."}}]"#,
    );
    let notice = &snapshot.notices[0];
    assert_eq!((notice.level, notice.name.as_str()), (NoticeLevel::Error, "SERVICE_DEPLOYMENT_FAILED"));
    assert_eq!(notice.service_arn.as_deref().map(ecsplain::model::arn::name), Some("servicetest"));
    assert_eq!(notice.at.unwrap().0.to_string(), "2020-05-23T11:11:11Z");
}

#[test]
fn events_inside_messages_are_taken_out() {
    let event = serde_json::Value::from(task_event(1)).to_string();
    let sns = format!(r#"{{"Type":"Notification","Message":{event}}}"#);
    let in_sqs = serde_json::Value::from(sns.clone()).to_string();
    for text in [
        sns.clone(),
        format!(r#"{{"Records":[{{"body":{event}}}]}}"#),
        format!(r#"{{"Records":[{{"EventSource":"aws:sns","Sns":{{"Message":{event}}}}}]}}"#),
        format!(r#"{{"Messages":[{{"MessageId":"1","Body":{in_sqs}}}]}}"#),
        format!(r#"{{"events":[{{"timestamp":1,"message":{event}}}],"nextForwardToken":"f"}}"#),
    ] {
        let snapshot = clean(&text);
        assert_eq!(snapshot.tasks.len(), 1, "{text}");
        assert!(snapshot.raw(snapshot.tasks[0].origin).unwrap().starts_with("{\"taskArn\""));
    }
}

#[test]
fn a_time_that_is_still_to_come_is_not_the_time_of_capture() {
    let snapshot = clean(
        r#"{"serviceDeployments":[{"serviceDeploymentArn":"a","startedAt":100,
            "lifecycleHookDetails":[{"hookId":"h","expiresAt":9000}]}]}"#,
    );
    assert_eq!(snapshot.captured.at.unwrap().0.as_second(), 100);
}

#[test]
fn events_saved_apart_go_to_their_service_once() {
    let service = r#"{"services":[{"serviceArn":"arn:aws:ecs:r:1:service/c/web","events":[
        {"id":"1","createdAt":10,"message":"(service web) one"}]}]}"#;
    let events = r#"[{"createdAt":20,"message":"(service web) two"},{"createdAt":10,"message":"(service web) one"},
        {"createdAt":5,"message":"(service api) other"}]"#;
    let snapshot = clean(&format!("{service}\n{events}"));
    let messages: Vec<&str> =
        snapshot.services[0].events.iter().map(|event| event.message.as_str()).collect();
    assert_eq!(messages, ["(service web) two", "(service web) one"]);
    assert_eq!(snapshot.events.len(), 1);
}

#[test]
fn a_newer_cut_capture_goes_over_the_whole_one_and_leaves_the_rest() {
    let whole = r#"{"services":[{"serviceArn":"arn:aws:ecs:r:1:service/c/web","desiredCount":3,"createdAt":1,
        "deployments":[{"id":"ecs-svc/1","createdAt":1}]}]}"#;
    let cut = r#"{"deployments":[{"id":"ecs-svc/2","createdAt":9}],"events":[{"createdAt":9,"message":"(service web) x"}]}"#;
    for text in [format!("{whole}\n{cut}"), format!("{cut}\n{whole}")] {
        let snapshot = clean(&text);
        assert_eq!(snapshot.services.len(), 1);
        let service = &snapshot.services[0];
        assert_eq!(
            (service.desired_count, service.deployments[0].id.as_deref()),
            (Some(3), Some("ecs-svc/2"))
        );
        assert_eq!(snapshot.superseded.services.len(), 1);
    }
}

#[test]
fn the_brief_answer_of_a_list_does_not_hide_the_whole_one() {
    let whole = r#"{"serviceDeployments":[{"serviceDeploymentArn":"a","status":"IN_PROGRESS","startedAt":1,"deploymentConfiguration":{}}]}"#;
    let brief = |status: &str| {
        format!(
            r#"{{"serviceDeployments":[{{"serviceDeploymentArn":"a","status":"{status}","startedAt":1,"finishedAt":5}}]}}"#
        )
    };
    let same = clean(&format!("{whole}\n{}", brief("IN_PROGRESS")));
    assert!(same.service_deployments[0].deployment_configuration.is_some());
    let other = clean(&format!("{whole}\n{}", brief("SUCCESSFUL")));
    assert_eq!(other.service_deployments[0].status.as_deref(), Some("SUCCESSFUL"));
}

#[test]
fn a_copy_in_another_layout_is_no_older_capture() {
    let snapshot = clean(
        "{\"tasks\":[{\"taskArn\":\"t\",\"createdAt\":1}]}\n{ \"tasks\": [ { \"taskArn\": \"t\", \"createdAt\": 1 } ] }",
    );
    assert_eq!((snapshot.tasks.len(), snapshot.superseded.tasks.len()), (1, 0));
}

#[test]
fn two_clusters_may_have_a_service_of_one_name() {
    let snapshot = clean(
        r#"{"services":[{"serviceArn":"arn:aws:ecs:r:1:service/a/web"},{"serviceArn":"arn:aws:ecs:r:1:service/b/web"}]}"#,
    );
    assert_eq!(snapshot.services.len(), 2);
}

#[test]
fn a_directory_is_read_in_order_and_says_what_it_left_out() {
    let directory = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &[u8]| std::fs::write(directory.path().join(name), text).unwrap();
    write("b.txt", br#"{"services":[{"serviceName":"b"}]}"#);
    write("a.json", br#"{"services":[{"serviceName":"a"}]}"#);
    write("notes.md", b"# Notes\nsource: none of this is JSON\n");
    write("origin.src", b"source: somewhere\nnotes: none\n");
    write("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\r");
    write(".hidden.json", b"{");
    let loaded = load(&[directory.path().to_owned()]);
    let names: Vec<_> = loaded.snapshot.services.iter().filter_map(|service| service.name()).collect();
    assert_eq!(names, ["a", "b"]);
    assert_eq!(loaded.problems.len(), 1, "{:?}", said(&loaded));
    assert!(!loaded.problems[0].broken);
    assert!(said(&loaded)[0].ends_with(
        "4 files are no documents and were left out: .hidden.json, notes.md, origin.src, picture.png"
    ));
}
