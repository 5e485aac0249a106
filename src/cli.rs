//! The command line. Its doc comments are the help.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use jiff::SignedDuration;

use crate::model::time::Time;

const EXIT_CODES: &str = "\
Exit codes of `triage`:
  0  steady, or the deployment completed
  1  stuck or failing
  2  wrong usage, or input that could not be read (what could be read is still shown)
  3  rolled back, or rolling back
  4  waiting on purpose: a pause, a hook, bake time
  5  still progressing; with --wait, when the time ran out
  6  could not see: the input does not hold what a verdict needs, or AWS did not answer
     (credentials, permission, Region, network)
All other commands end with 0, or with 2 and 6 as above.";

/// Explains a stuck Amazon ECS deployment to people who think in Kubernetes.
///
/// Without a command it opens the screen: the five steps of the debugging order (service events,
/// deployments, stopped tasks, exit codes, logs and metrics) beside what `kubectl describe` would print.
/// It asks AWS as the AWS CLI does, or with `--from` reads what was saved; `--demo` needs neither. It only ever
/// reads.
#[derive(Debug, Clone, Parser)]
#[command(version, after_help = EXIT_CODES, subcommand_precedence_over_arg = true)]
pub struct Cli {
    /// Where the answers of ECS come from.
    #[command(flatten)]
    pub source: SourceArgs,
    /// What to open.
    #[command(flatten)]
    pub target: TargetArgs,
    /// How to draw.
    #[command(flatten)]
    pub display: DisplayArgs,
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Where the answers of ECS come from.
#[derive(Debug, Clone, Args)]
pub struct SourceArgs {
    /// Saved answers: files, directories, or `-` for standard input; JSON, NDJSON or YAML.
    ///
    /// Whatever `aws ecs describe-*`, `aws ecs list-*`, `aws logs get-log-events` or `filter-log-events`,
    /// `aws cloudwatch get-metric-data`, `aws elbv2 describe-target-health` or `describe-target-groups`
    /// and EventBridge printed. What a document is, is told by its shape and not by its name.
    /// A recording of `ecsplain record` opens at its last capture.
    #[arg(long, value_name = "PATH", num_args = 1.., global = true, help_heading = "Source")]
    pub from: Vec<PathBuf>,
    /// Open recordings at the last capture up to this moment: RFC 3339, as in 2026-11-22T14:02:11Z.
    #[arg(long, value_name = "TIME", value_parser = parse_time, requires = "from", global = true, help_heading = "Source")]
    pub at: Option<Time>,
    /// Profile of the AWS configuration files; without it AWS_PROFILE, as with the AWS CLI.
    #[arg(long, value_name = "NAME", conflicts_with = "from", global = true, help_heading = "Source")]
    pub profile: Option<String>,
    /// AWS Region; without it AWS_REGION, AWS_DEFAULT_REGION or that of the profile.
    #[arg(long, value_name = "REGION", conflicts_with = "from", global = true, help_heading = "Source")]
    pub region: Option<String>,
    /// Any endpoint that speaks ECS; without it AWS_ENDPOINT_URL_ECS, AWS_ENDPOINT_URL or AWS itself.
    #[arg(long, value_name = "URL", conflicts_with = "from", global = true, help_heading = "Source")]
    pub endpoint_url: Option<String>,
    /// A team's own pages of the handbook, and the texts that they name.
    #[arg(long, value_name = "DIR", env = "ECSPLAIN_HANDBOOK", global = true, help_heading = "Source")]
    pub handbook_dir: Option<PathBuf>,
    /// A model of ECS in place of AWS, started in the same process: several stuck deployments, or one SCENARIO
    /// (`ecsplain emulate --list` names them). No account is needed and none is asked.
    #[arg(long, value_name = "SCENARIO", num_args = 0..=1, default_missing_value = "", global = true, help_heading = "Source")]
    #[arg(conflicts_with_all = ["from", "profile", "region", "endpoint_url"])]
    pub demo: Option<String>,
    /// Whether the endpoint needs no keys: the model of `--demo`, which must never see the user's.
    #[arg(skip)]
    pub keyless: bool,
    /// Read CPU and memory of the service too. CloudWatch charges for every such call (GetMetricData, four
    /// metrics for each service that is read in full); without this flag nothing is asked that costs money.
    #[arg(long, conflicts_with = "from", global = true, help_heading = "Source")]
    pub metrics: bool,
    /// Say on stderr what the answers cost: calls, retries, bytes and time.
    #[arg(long, conflicts_with = "from", global = true, help_heading = "Source")]
    pub stats: bool,
}

/// What to open.
#[derive(Debug, Clone, Args)]
pub struct TargetArgs {
    /// Only services of this cluster.
    #[arg(long, value_name = "NAME", global = true, help_heading = "Target")]
    pub cluster: Option<String>,
    /// Only the service of this name.
    #[arg(long, value_name = "NAME", global = true, help_heading = "Target")]
    pub service: Option<String>,
}

/// How to draw.
#[derive(Debug, Clone, Args)]
pub struct DisplayArgs {
    /// Colour; `auto` is off when the output is piped or `NO_COLOR` is set.
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true, help_heading = "Display")]
    pub color: ColorChoice,
    /// Print one frame of the screen, of WIDTHxHEIGHT cells, and exit.
    #[arg(long, value_name = "WxH", value_parser = parse_size, help_heading = "Display")]
    pub frame: Option<(u16, u16)>,
    /// The keys to play before the frame is printed: `jj<enter>`.
    #[arg(long, value_name = "KEYS", requires = "frame", default_value = "", help_heading = "Display")]
    pub keys: String,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What to do.
#[derive(Debug, Clone, Subcommand)]
pub enum Command {
    /// The five steps, the verdict and the next commands on stdout.
    ///
    /// Without a name it takes the only service, or the most stuck one, and says which others there are.
    #[command(after_help = EXIT_CODES)]
    Triage {
        /// `SERVICE` or `CLUSTER/SERVICE`.
        #[arg(value_name = "[CLUSTER/]SERVICE")]
        name: Option<String>,
        /// The form of the output.
        #[arg(short, long, default_value = "text")]
        output: TriageFormat,
        /// Follow the newest deployment until it is over, then triage.
        ///
        /// It is followed by its identity, not as whatever is PRIMARY at the moment. It is over when it completed
        /// (0), failed, was stopped or superseded by a newer one (1), was rolled back (3), or waits for a person (4). A
        /// deployment that is stuck is waited for as well, until ECS calls it FAILED: it may recover. When the
        /// time runs out, or ctrl-c ends it, the code is 5, or what it would be without --wait if it is stuck (1),
        /// is being rolled back (3) or waits on purpose (4). What is waited for is said on stderr.
        #[arg(long)]
        wait: bool,
        /// How long --wait waits.
        #[arg(long, value_name = "DURATION", default_value = "10m", value_parser = parse_duration, requires = "wait")]
        timeout: Duration,
        /// How often --wait looks.
        #[arg(long, value_name = "DURATION", default_value = "5s", value_parser = parse_duration, requires = "wait")]
        every: Duration,
    },
    /// What `kubectl describe` prints for the same object.
    ///
    /// A service is a Deployment, a deployment or task set a ReplicaSet, a task a Pod. Without a name
    /// everything in the input is described.
    Describe {
        /// `deployment/NAME`, `replicaset/NAME` (`rs/…`) or `pod/NAME` (`task/ID`).
        #[arg(value_name = "KIND/NAME")]
        name: Option<String>,
        /// `text` as kubectl prints it; `yaml` or `json` gives the Kubernetes objects themselves.
        #[arg(short, long, default_value = "text")]
        output: DescribeFormat,
        /// Say beside each line where its value comes from.
        #[arg(long, conflicts_with = "output")]
        provenance: bool,
    },
    /// Every service, the most stuck first.
    Services {
        /// The form of the output.
        #[arg(short, long, default_value = "text")]
        output: ListFormat,
    },
    /// Explain a pasted text: what it means, its word in Kubernetes, why it happens and what to do next.
    ///
    /// An event, a stopped reason, an exit code, a state, a log line, or a whole screenful of them; what
    /// `aws ecs describe-*` printed is diagnosed as with `triage`. Nothing is asked of AWS. What is not known gives
    /// no finding, and the exit code is 0 either way.
    Explain {
        /// The text; `-` or nothing reads standard input, `--from` a file.
        #[arg(value_name = "TEXT", allow_negative_numbers = true)]
        text: Vec<String>,
        /// The form of the output.
        #[arg(short, long, default_value = "text")]
        output: PageFormat,
    },
    /// Print a page of the handbook: a failure with its causes, how to confirm, fix and roll it back.
    ///
    /// With `--from` the names in its commands are those of the service there. A team's own pages stand
    /// in `~/.config/ecsplain/handbook`, or where `--handbook-dir` points.
    Handbook {
        /// A page, a class such as `image.not_found`, or a text that ECS wrote.
        #[arg(value_name = "PAGE")]
        page: Vec<String>,
        /// List all pages.
        #[arg(long, conflicts_with_all = ["page", "search"])]
        list: bool,
        /// List the pages about these words, the best first.
        #[arg(long, value_name = "WORDS", num_args = 1.., conflicts_with = "page")]
        search: Vec<String>,
        /// The form of the output; without it text on a terminal, Markdown in a pipe.
        #[arg(short, long)]
        output: Option<PageFormat>,
    },
    /// Capture what AWS says, again and again, into a file that --from opens.
    ///
    /// Each capture is appended as one compressed record, so that a crash loses at most the one being written;
    /// an existing recording goes on at its end. It ends with --for or ctrl-c. While calls fail, the refusals are
    /// recorded and it is tried less often. With --from what was saved is packed into one record.
    ///
    /// Values of `environment` and what looks like a secret, also in log lines, are masked on writing. The file
    /// is readable by its owner alone.
    Record {
        /// `SERVICE` or `CLUSTER/SERVICE`; without it the list, and the most stuck services in full.
        #[arg(value_name = "[CLUSTER/]SERVICE")]
        name: Option<String>,
        /// The recording; in a directory it gets a name of its own.
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
        /// One capture every so often.
        #[arg(long, value_name = "DURATION", default_value = "5s", value_parser = parse_duration)]
        every: Duration,
        /// End after this time: 10m, 1h30m. Without it ctrl-c ends it.
        #[arg(long = "for", value_name = "DURATION", value_parser = parse_duration)]
        lasting: Option<Duration>,
        /// Write secrets as they are.
        #[arg(long)]
        no_redact: bool,
    },
    /// Serve a model of ECS on 127.0.0.1 for the AWS CLI or any SDK, until ctrl-c.
    ///
    /// It is a model of what AWS documents and no drop-in for ECS. Without a scenario the account is empty:
    /// create-cluster, register-task-definition, create-service and so on fill it. The tag of an image says
    /// what becomes of it: `missing`, `crash`, `exit`, `oom`, `arm64` or `unhealthy`, alone or after a dash
    /// (`web:v2-crash`); any other runs well.
    Emulate(EmulateArgs),
    /// Print the least IAM policy that lets ecsplain see what it shows. It never calls anything else.
    Policy,
    /// Print a completion script for a shell.
    Completions {
        /// The shell.
        shell: Shell,
    },
    /// Print the manual page.
    Man,
}

/// A model of ECS to practise on.
#[derive(Debug, Clone, Args)]
pub struct EmulateArgs {
    /// What happens: a name of `--list`, or the path of a `.toml` file of your own.
    #[arg(long, value_name = "NAME|PATH")]
    pub scenario: Option<String>,
    /// Print the scenarios there are.
    #[arg(long)]
    pub list: bool,
    /// Seconds of the scenario that are over when it starts; without it, enough for it to have gone wrong.
    #[arg(long, value_name = "N", requires = "scenario", value_parser = clap::value_parser!(i64).range(0..=86_400))]
    pub lead: Option<i64>,
    /// Port on 127.0.0.1; 0 takes any that is free.
    #[arg(long, value_name = "N", default_value_t = 4566)]
    pub port: u16,
    /// How many times as fast as the clock its time goes by.
    #[arg(long, value_name = "N", default_value_t = 1.0, value_parser = parse_speed)]
    pub speed: f64,
    /// Makes ids and chance; one seed makes one course of events.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// What goes wrong on the wire: `throttle=0.2`, `latency=50ms`, `deny=logs:GetLogEvents`; several with
    /// commas between.
    #[arg(long, value_name = "FAULT")]
    pub fault: Vec<String>,
}

/// Forms of `triage`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TriageFormat {
    /// The panels of the screen.
    Text,
    /// For a ticket or a chat.
    Markdown,
    /// For a program: schema `ecsplain/triage/v1`.
    Json,
    /// For the person who takes over: Markdown with the last hour and what changed, secrets taken out.
    Handoff,
}

/// Forms of `describe`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DescribeFormat {
    /// As `kubectl describe` prints it.
    Text,
    /// A Kubernetes `List` in YAML.
    Yaml,
    /// A Kubernetes `List` in JSON.
    Json,
}

/// Forms of `handbook` and `explain`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PageFormat {
    /// Drawn for a terminal.
    Text,
    /// As it was written.
    Markdown,
    /// For a program: schema `ecsplain/handbook/v1` or `ecsplain/explain/v1`.
    Json,
}

/// Forms of `services`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// A table.
    Text,
    /// For a program: schema `ecsplain/services/v1`.
    Json,
}

fn parse_duration(text: &str) -> Result<Duration, String> {
    let length = text.parse::<SignedDuration>().map_err(|error| error.to_string())?;
    let length = Duration::try_from(length).map_err(|_| format!("{text:?} is less than nothing"))?;
    if length.is_zero() { Err(format!("{text:?} is no time at all")) } else { Ok(length) }
}

fn parse_time(text: &str) -> Result<Time, String> {
    Time::from_text(text).ok_or_else(|| format!("{text:?} is no moment; write it as 2026-11-22T14:02:11Z"))
}

fn parse_size(text: &str) -> Result<(u16, u16), String> {
    let sides = text
        .split_once(['x', 'X'])
        .and_then(|(width, height)| Some((width.parse().ok()?, height.parse().ok()?)));
    match sides {
        Some((width, height)) if (1..=1000).contains(&width) && (1..=1000).contains(&height) => {
            Ok((width, height))
        }
        _ => Err(format!("{text:?} is not WIDTHxHEIGHT with sides from 1 to 1000, as in 140x40")),
    }
}

fn parse_speed(text: &str) -> Result<f64, String> {
    let speed = text.parse::<f64>().ok().filter(|speed| (0.0..=10_000.0).contains(speed));
    speed.ok_or_else(|| format!("{text:?} is not a number from 0 to 10000"))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn many_paths_may_stand_before_the_command() {
        let cli = Cli::try_parse_from([
            "ecsplain", "--from", "a.json", "b.json", "triage", "prod/web", "-o", "json",
        ])
        .unwrap();
        assert_eq!(cli.source.from.len(), 2);
        let Some(Command::Triage { name, output, .. }) = cli.command else { panic!("{:?}", cli.command) };
        assert_eq!((name.as_deref(), output), (Some("prod/web"), TriageFormat::Json));
    }

    #[test]
    fn a_source_is_saved_or_live_and_not_both() {
        let both = ["ecsplain", "--from", "a.json", "--region", "eu-west-1", "services"];
        assert!(Cli::try_parse_from(both).is_err());
    }

    #[test]
    fn durations_are_written_as_people_write_them() {
        let seconds = |text| parse_duration(text).map(|length| length.as_secs()).ok();
        assert_eq!([seconds("5s"), seconds("10m"), seconds("1h30m")], [Some(5), Some(600), Some(5400)]);
        for wrong in ["", "5", "-5s", "0s", "soon"] {
            assert_eq!(seconds(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_frame_has_two_sides_in_reason() {
        assert_eq!(parse_size("140x40"), Ok((140, 40)));
        for wrong in ["140", "0x10", "x", "140x", "9999999x1"] {
            assert!(parse_size(wrong).is_err(), "{wrong}");
        }
    }
}
