//! CloudWatch: utilization of services, and alarms.
//!
//! Source of names and limits: API reference of CloudWatch, 2010-08-01; metrics of `AWS/ECS`: developer guide
//! of ECS, `available-metrics`.

use jiff::{SignedDuration, Timestamp};

use super::input::Input;
use super::refusal;
use super::value::{Object, Value};
use crate::emulator::world::{Alarm, DataPoint, Refused, World};

type Answer = Result<Object, Refused>;

/// A statistic over one value a period is that value; this model has no other. Sums and counts it has not.
const STATISTICS: [&str; 3] = ["Average", "Maximum", "Minimum"];

/// Queries a call may have. Source: API reference, GetMetricData.
const MOST_QUERIES: usize = 500;

/// Answers one call.
pub(super) fn answer(world: &World, operation: &str, input: Input<'_>) -> Answer {
    match operation {
        "GetMetricData" => data(world, input),
        "GetMetricStatistics" => statistics(world, input),
        "DescribeAlarms" => Ok(alarms(world, input)),
        _ => Err(refusal::unknown_action(operation)),
    }
}

fn invalid(message: impl Into<String>) -> Refused {
    Refused::new("InvalidParameterValue", message)
}

/// The span that a call is about.
fn span(input: Input<'_>) -> Result<(Timestamp, Timestamp), Refused> {
    let time =
        |name: &str| input.time(name).ok_or_else(|| invalid(format!("The parameter {name} is required.")));
    let (from, to) = (time("StartTime")?, time("EndTime")?);
    if from < to {
        Ok((from, to))
    } else {
        Err(invalid("The parameter StartTime must be less than the parameter EndTime."))
    }
}

fn data(world: &World, input: Input<'_>) -> Answer {
    let span = span(input)?;
    let ascending = input.text("ScanBy") == Some("TimestampAscending");
    let queries: Vec<Input<'_>> = input.items("MetricDataQueries").take(MOST_QUERIES + 1).collect();
    if queries.len() > MOST_QUERIES {
        return Err(invalid("MetricDataQueries can have at most 500 items."));
    }
    let mut results = Vec::new();
    for query in queries {
        let id = query
            .text("Id")
            .ok_or_else(|| invalid("The parameter MetricDataQueries.member.Id is required."))?;
        let mut points = points(world, query, span)?;
        if !ascending {
            points.reverse();
        }
        results.push(result(id, query, &points));
    }
    Ok(Object::new().with("MetricDataResults", results).with("Messages", Value::List(Vec::new())))
}

fn result(id: &str, query: Input<'_>, points: &[DataPoint]) -> Object {
    let metric = query.object("MetricStat").and_then(|stat| stat.object("Metric"));
    let label = query.text("Label").or(metric.and_then(|metric| metric.text("MetricName"))).unwrap_or(id);
    Object::new()
        .with("Id", id)
        .with("Label", label)
        .with("Timestamps", points.iter().map(|point| point.at).collect::<Vec<_>>())
        .with("Values", points.iter().map(|point| point.value).collect::<Vec<_>>())
        .with("StatusCode", "Complete")
}

/// What one query asks for, oldest first.
fn points(world: &World, query: Input<'_>, span: (Timestamp, Timestamp)) -> Result<Vec<DataPoint>, Refused> {
    let stat = query
        .object("MetricStat")
        .ok_or_else(|| invalid("This model of CloudWatch takes a MetricStat and no expressions."))?;
    let metric = stat.object("Metric").ok_or_else(|| invalid("The parameter Metric is required."))?;
    check_statistic(stat.text("Stat").unwrap_or_default())?;
    series(world, metric, stat, span)
}

fn check_statistic(name: &str) -> Result<(), Refused> {
    if STATISTICS.contains(&name) {
        return Ok(());
    }
    Err(invalid(format!("This model of CloudWatch has the statistics {}.", STATISTICS.join(", "))))
}

/// Values of a metric; none for one that is not there, as CloudWatch answers it.
fn series(
    world: &World,
    metric: Input<'_>,
    timing: Input<'_>,
    span: (Timestamp, Timestamp),
) -> Result<Vec<DataPoint>, Refused> {
    let period = timing.integer("Period").filter(|period| *period > 0 && period % 60 == 0);
    let period = period.ok_or_else(|| invalid("The parameter Period must be a multiple of 60."))?;
    let dimension = |name: &str| {
        let mut all = metric.items("Dimensions");
        all.find(|dimension| dimension.text("Name") == Some(name))
            .and_then(|dimension| dimension.text("Value"))
    };
    let service = dimension("ClusterName")
        .zip(dimension("ServiceName"))
        .filter(|_| metric.text("Namespace") == Some("AWS/ECS"))
        .and_then(|(cluster, service)| world.service(Some(cluster), service).ok());
    let Some((service, name)) = service.zip(metric.text("MetricName")) else { return Ok(Vec::new()) };
    Ok(world.metric(service, name, span, SignedDuration::from_secs(period)))
}

/// The form that older clients ask in: the metric's parts stand beside the times.
fn statistics(world: &World, input: Input<'_>) -> Answer {
    let span = span(input)?;
    let name = input.text("MetricName").ok_or_else(|| invalid("The parameter MetricName is required."))?;
    let wanted = input.texts("Statistics");
    wanted.iter().try_for_each(|name| check_statistic(name))?;
    let unit = if name.ends_with("Utilization") { "Percent" } else { "None" };
    let row = |point: &DataPoint| {
        let row = Object::new().with("Timestamp", point.at).with("Unit", unit);
        STATISTICS
            .iter()
            .filter(|name| wanted.contains(name))
            .fold(row, |row, name| row.with(name, point.value))
    };
    let points = series(world, input, input, span)?;
    Ok(Object::new().with("Label", name).with("Datapoints", points.iter().map(row).collect::<Vec<_>>()))
}

fn alarms(world: &World, input: Input<'_>) -> Object {
    let names = input.texts("AlarmNames");
    let prefix = input.text("AlarmNamePrefix").unwrap_or_default();
    let state = input.text("StateValue");
    let wanted = world.account.alarms.iter().filter(|alarm| {
        (names.is_empty() || names.contains(&alarm.name.as_str()))
            && alarm.name.starts_with(prefix)
            && state.is_none_or(|state| state == alarm.state)
    });
    let described: Vec<Object> = wanted.map(|one| alarm(world, one)).collect();
    Object::new().with("MetricAlarms", described).with("CompositeAlarms", Value::List(Vec::new()))
}

fn alarm(world: &World, alarm: &Alarm) -> Object {
    let identity = &world.account.identity;
    let arn = format!("arn:aws:cloudwatch:{}:{}:alarm:{}", identity.region, identity.account, alarm.name);
    Object::new()
        .with("AlarmName", &alarm.name)
        .with("AlarmArn", arn)
        .with("StateValue", alarm.state)
        .with("StateReason", &alarm.reason)
        .with("StateUpdatedTimestamp", alarm.since)
}
