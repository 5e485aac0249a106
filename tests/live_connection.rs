//! Who asks, and where: flags, environment and files, as the AWS CLI reads them.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its own answers fails")]

#[path = "live/account.rs"]
#[expect(dead_code, reason = "other tests use the rest")]
mod account;
#[path = "live/endpoint.rs"]
#[expect(dead_code, reason = "other tests use the rest")]
mod endpoint;
#[path = "live/program.rs"]
#[expect(dead_code, reason = "other tests use the rest")]
mod program;

use std::path::PathBuf;
use std::process::Command;

use endpoint::{Endpoint, Reply};
use tempfile::TempDir;

/// Answers lists of services, and hands out the keys of roles and containers.
fn endpoint() -> Endpoint {
    Endpoint::start(|asked| match asked.operation.as_str() {
        "AssumeRole" => Reply::bytes(
            "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ROLE</AccessKeyId>\
            <SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>\
            <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials><AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/look/x</Arn>\
            <AssumedRoleId>i</AssumedRoleId></AssumedRoleUser></AssumeRoleResult></AssumeRoleResponse>",
        ),
        "" => Reply::bytes(
            r#"{"AccessKeyId": "CONTAINER", "SecretAccessKey": "s", "Token": "t",
            "Expiration": "2099-01-01T00:00:00Z"}"#,
        ),
        _ => account::many(asked, 1),
    })
}

/// Files of the AWS CLI in a folder of their own.
struct Files(TempDir);

impl Files {
    fn new(config: &str, credentials: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("config"), config).unwrap();
        std::fs::write(folder.path().join("credentials"), credentials).unwrap();
        Self(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// `ecsplain services` that knows nothing but these files.
    fn services(&self, arguments: &[&str]) -> Command {
        let mut command = program::bare(env!("CARGO_BIN_EXE_ecsplain"));
        command
            .env("AWS_CONFIG_FILE", self.path("config"))
            .env("AWS_SHARED_CREDENTIALS_FILE", self.path("credentials"))
            .args(["--cluster", "prod", "services"])
            .args(arguments);
        command
    }
}

/// Runs, and tells which key the last request was signed with.
fn key(command: &mut Command, endpoint: &Endpoint) -> String {
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    endpoint.asked().last().unwrap().key.clone()
}

#[test]
fn keys_are_found_where_the_aws_cli_finds_them() {
    let endpoint = endpoint();
    let process = r#"[profile process]
region = eu-west-1
credential_process = /bin/echo '{"Version": 1, "AccessKeyId": "PROCESS", "SecretAccessKey": "s"}'
[profile role]
region = eu-west-1
role_arn = arn:aws:iam::123456789012:role/look
source_profile = base
"#;
    let shared = "[base]\naws_access_key_id = BASE\naws_secret_access_key = s\n\
                  [default]\naws_access_key_id = DEFAULT\naws_secret_access_key = s\n";
    let files = Files::new(process, shared);
    let all = |command: &mut Command| key(command.env("AWS_ENDPOINT_URL", &endpoint.url), &endpoint);
    for (profile, expected) in [("process", "PROCESS"), ("role", "ROLE")] {
        assert_eq!(all(&mut files.services(&["--profile", profile])), expected);
        assert_eq!(all(files.services(&[]).env("AWS_PROFILE", profile)), expected);
        let keys = [("AWS_ACCESS_KEY_ID", "ENVIRONMENT"), ("AWS_SECRET_ACCESS_KEY", "s")];
        let named = all(files.services(&["--profile", profile]).envs(keys));
        assert_eq!(named, expected, "a profile that is named outranks the environment");
    }
    assert_eq!(all(&mut files.services(&["--profile", "base", "--region", "eu-west-1"])), "BASE");
    assert_eq!(all(files.services(&[]).env("AWS_DEFAULT_REGION", "eu-west-1")), "DEFAULT");
}

#[test]
fn a_container_is_asked_for_its_role() {
    let endpoint = endpoint();
    let files = Files::new("", "");
    let mut command = files.services(&["--region", "eu-west-1", "--endpoint-url", &endpoint.url]);
    command.env("AWS_CONTAINER_CREDENTIALS_FULL_URI", format!("{}/keys", endpoint.url));
    assert_eq!(key(&mut command, &endpoint), "CONTAINER");
}

#[test]
fn the_endpoint_is_that_of_the_flag_then_of_the_service_then_of_all() {
    let keys = "[default]\naws_access_key_id = K\naws_secret_access_key = s\n";
    let nobody = "http://127.0.0.1:9";
    let asked = |set: &dyn Fn(&mut Command, &str)| {
        let (endpoint, files) = (endpoint(), Files::new("", keys));
        let mut command = files.services(&["--region", "eu-west-1"]);
        set(&mut command, &endpoint.url);
        key(&mut command, &endpoint)
    };
    asked(&|command, url| {
        command.env("AWS_ENDPOINT_URL", url);
    });
    asked(&|command, url| {
        command.env("AWS_ENDPOINT_URL", nobody).env("AWS_ENDPOINT_URL_ECS", url);
    });
    asked(&|command, url| {
        command.env("AWS_ENDPOINT_URL_ECS", nobody).args(["--endpoint-url", url]);
    });
}

#[test]
fn the_endpoint_of_a_profile_is_that_of_its_services() {
    let endpoint = endpoint();
    let config = format!(
        "[profile local]\nregion = eu-west-1\nservices = here\naws_access_key_id = K\naws_secret_access_key = s\n\
        [services here]\necs =\n  endpoint_url = {}\n",
        endpoint.url
    );
    assert_eq!(key(&mut Files::new(&config, "").services(&["--profile", "local"]), &endpoint), "K");
}

#[test]
fn a_proxy_is_used_where_the_environment_names_one() {
    let endpoint = endpoint();
    let keys = "[default]\naws_access_key_id = K\naws_secret_access_key = s\n";
    let files = Files::new("", keys);
    let somewhere = ["--region", "eu-west-1", "--endpoint-url", "http://ecs.invalid"];
    let mut command = files.services(&somewhere);
    assert_eq!(key(command.env("HTTP_PROXY", &endpoint.url), &endpoint), "K");
    let mut command = files.services(&somewhere);
    let output = command.env("HTTP_PROXY", &endpoint.url).env("NO_PROXY", "ecs.invalid").output().unwrap();
    assert_eq!(output.status.code(), Some(6), "NO_PROXY is asked without it");
}

/// What it says, and that it could not ask.
fn refused(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(6));
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn certificates_are_trusted_where_the_aws_cli_trusts_them() {
    let (endpoint, pem) = Endpoint::start_tls(|asked| account::many(asked, 1));
    let keys = "[default]\naws_access_key_id = K\naws_secret_access_key = s\n";
    let files = Files::new("[default]\nca_bundle = /nonexistent\n", keys);
    let bundle = files.path("own.pem");
    std::fs::write(&bundle, pem).unwrap();
    let asking = ["--region", "eu-west-1", "--endpoint-url", &endpoint.url];
    let mut command = files.services(&asking);
    assert_eq!(key(command.env("AWS_CA_BUNDLE", &bundle), &endpoint), "K", "it outranks the file");

    let config =
        format!("[default]\nca_bundle = {}\n[profile other]\nca_bundle = /nonexistent\n", bundle.display());
    let files = Files::new(&config, keys);
    assert_eq!(key(&mut files.services(&asking), &endpoint), "K");
    let said = refused(files.services(&asking).env("AWS_PROFILE", "other"));
    assert!(said.contains("ca_bundle names /nonexistent"), "{said}");

    let said = refused(&mut Files::new("", keys).services(&asking));
    assert!(said.contains("is not trusted here") && said.contains("AWS_CA_BUNDLE"), "{said}");
}

#[test]
fn a_bundle_of_certificates_that_cannot_be_used_is_told() {
    let files = Files::new("", "");
    for (name, expected) in [("none.pem", "cannot be read"), ("config", "holds no certificate")] {
        let mut command = files.services(&["--region", "eu-west-1"]);
        let said = refused(command.env("AWS_CA_BUNDLE", files.path(name)));
        assert!(said.contains(name) && said.contains(expected), "{said}");
    }
}

#[test]
fn a_profile_that_is_not_there_is_told_and_which_ones_are() {
    let files = Files::new("[profile beta]\nregion = eu-west-1\n[profile alpha]\nregion = eu-west-1\n", "");
    for mut command in [files.services(&["--profile", "gamma"]), files.services(&[])] {
        let said = refused(command.env("AWS_PROFILE", "gamma"));
        assert!(said.contains("no profile gamma") && said.contains("alpha, beta"), "{said}");
    }
    let said = refused(&mut Files::new("", "").services(&["--profile", "gamma"]));
    assert!(said.contains("aws configure --profile gamma"), "{said}");
}

/// Refuses every role.
fn no_role() -> Endpoint {
    Endpoint::start(|_| {
        Reply {
        status: 403,
        body: b"<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>User: arn:aws:iam::123456789012:user/me \
            is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::123456789012:role/look</Message></Error>\
            <RequestId>1</RequestId></ErrorResponse>"
            .to_vec(),
        cut: false,
    }
    })
}

#[test]
fn what_the_aws_cli_has_keys_for_and_the_sdk_has_not_is_handed_over() {
    let config = "[profile code]
region = eu-west-1
role_arn = arn:aws:iam::123456789012:role/look
source_profile = base
mfa_serial = arn:aws:iam::123456789012:mfa/me
[profile behind]
region = eu-west-1
role_arn = arn:aws:iam::123456789012:role/other
source_profile = code
[profile plain]
region = eu-west-1
role_arn = arn:aws:iam::123456789012:role/look
source_profile = base
[profile login]
region = eu-west-1
login_session = arn:aws:iam::123456789012:user/me
";
    let files = Files::new(config, "[base]\naws_access_key_id = BASE\naws_secret_access_key = s\n");
    let endpoint = no_role();
    let said = |profile: &str| {
        refused(files.services(&["--profile", profile]).env("AWS_ENDPOINT_URL", &endpoint.url))
    };
    for profile in ["code", "behind", "login"] {
        let command = format!("aws configure export-credentials --profile {profile} --format env");
        assert!(said(profile).contains(&command), "{}", said(profile));
    }
    let plain = said("plain");
    assert!(
        plain.contains("cannot be assumed") && plain.contains("get-caller-identity --profile plain"),
        "{plain}"
    );
}

#[test]
fn keys_that_the_network_keeps_away_are_not_called_missing() {
    let config = "[profile role]\nregion = eu-west-1\nsource_profile = base\nrole_arn = arn:aws:iam::123456789012:role/x\n";
    let files = Files::new(config, "[base]\naws_access_key_id = BASE\naws_secret_access_key = s\n");
    let said = refused(files.services(&["--profile", "role"]).env("AWS_ENDPOINT_URL", "http://127.0.0.1:9"));
    assert!(said.contains("the network failed") && !said.contains("aws configure"), "{said}");
}
