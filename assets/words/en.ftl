### The words of ecsplain in English. One sentence a key; facts come in as $names.
### Sections follow the folders of src/.

## Shared

duration-seconds = { $seconds }s
duration-range = { $from }–{ $to }
unknown = unknown

## diagnosis: states

## diagnosis: step 1, service events

events-not-saved = no service events were saved
events-none = no event is in the answer
events-steady = steady; nothing went wrong in these events
events-steady-after = steady again; { $count ->
    [one] one failure lies before that
   *[other] { $count } failures lie before that
}
events-routine = only routine events
events-routine-after = routine now; { $count ->
    [one] one failure lies before that
   *[other] { $count } failures lie before that
}
events-rhythm = crash loop: { $count } starts in { $over }, nobody asked for them
events-rolling-back = ECS rolled back to an older deployment
events-deployment-failed = the deployment failed
events-deadlock = may neither start nor stop a task, ×{ $count }
events-placement = unable to place or start tasks, ×{ $count }
events-impaired = unable to consistently start tasks
events-unhealthy = a health check failed, ×{ $count }
events-throttled = the scheduler is throttled, ×{ $count }
events-replaced = unhealthy tasks were replaced, ×{ $count }
events-other-failure = { $count ->
    [one] one event names a failure
   *[other] { $count } events name a failure
}
span-seconds = { $seconds }s
span-minutes = { $minutes }m
span-hours = { $hours }h
span-days = { $days }d

## diagnosis: step 2, deployments

deployments-not-saved = no deployments were saved
deployments-counts-not-saved = the counts were not saved
deployments-complete = { $revision }: { $running } of { $desired } running
deployments-under-way = { $revision } is rolling out: { $running } of { $desired } running
deployments-short = { $revision }: only { $running } of { $desired } running
deployments-scaled-to-zero = scaled to zero
deployments-failed = the deployment of { $revision } FAILED
deployments-failing = { $revision }: { $count ->
    [one] one task failed
   *[other] { $count } tasks in a row failed
}
deployments-failing-of = { $revision }: { $count } of { $threshold } failures that trip the breaker
deployments-deadlock = deadlock: never fewer than { $floor }, never more than { $ceiling } tasks
deployments-paused = paused; waits for a person
deployments-hook-running = waits for a hook ({ $kind })
deployments-service-not-active = the service is { $status }
deployments-record = the service deployment is { $status }
deployments-rolling-back = rolling back to { $revision }
deployments-rolling-back-somewhere = rolling back
deployments-rolled-back = rolled back to { $revision }
deployments-rolled-back-somewhere = rolled back
deployments-no-way-back = the rollback failed; nothing to go back to

## diagnosis: step 3, stopped tasks

stopped-not-saved = no tasks were saved
stopped-none = { $count ->
    [one] one task was saved, and it is not stopped
   *[other] { $count } tasks were saved, none of them stopped
}
stopped-none-waiting = none stopped; { $waiting } of { $count } not running yet
stopped-routine = { $count ->
    [one] one task stopped, as it should
   *[other] { $count } tasks stopped, all as they should
}
stopped-before = { $count ->
    [one] one task stopped, of an older deployment
   *[other] { $count } tasks stopped, none of this deployment
}
stopped-never-ran = { $count } × { $code }, never ran
stopped-ran = { $count } × { $code }

## diagnosis: step 4, exit codes

exits-not-saved = no tasks were saved
exits-none = no saved task has stopped
exits-no-containers = the answer shows no containers of the stopped tasks
exits-routine = all ended as they should
exits-never-ran = no container ever ran
exits-out-of-memory = { $container } was killed for its memory use
exits-not-started = { $container } could not be started
exits-finished = { $container } exited 0, which ended the task
exits-exited = { $container } exited { $code }
exits-signalled = { $container } exited { $code } ({ $signal })
exits-stopped-from-outside = stopped from outside; no container died first
exits-done = all exited 0
exits-unclear = which container died first cannot be told
exit-out-of-memory = killed because it used more memory than its limit
exit-completed = it ended by itself, without an error
exit-killed-after-stop-timeout = SIGKILL after it ignored SIGTERM for the whole stop timeout
exit-killed = SIGKILL; ECS does not say by whom, and does not say out of memory
exit-terminated = SIGTERM: it was told to stop, and did
exit-signalled = ended by { $signal }
exit-signalled-unnamed = ended by signal { $number }
exit-runtime-failed = by convention: the container runtime itself failed
exit-not-executable = by convention: the command was found and could not be executed
exit-command-not-found = by convention: the command was not found
exit-unspecific = the application reported an error ({ $code } says no more than that)
exit-application = the application exited with its own error code { $code }
exit-never-ran = it never ran
exit-no-code = ECS states no exit code

## diagnosis: step 5, logs and metrics

logs-not-saved = no log lines or metrics were saved
logs-of-culprit = { $count ->
    [one] one last line of { $container }
   *[other] { $count } last lines of { $container }
}
logs-unstated = { $count ->
    [one] one line; the answer does not say whose
   *[other] { $count } lines; the answer does not say whose
}
logs-of-other = { $count ->
    [one] one line, of another stream
   *[other] { $count } lines, of another stream
}
logs-never-ran = never ran, so there are no logs to look for
logs-elsewhere = goes to { $driver }; ECS does not know where from there
logs-not-configured = no log driver is configured for this container
logs-metrics-only = { $count ->
    [one] one metric, no log lines
   *[other] { $count } metrics, no log lines
}

## diagnosis: findings, verdicts

# Verdicts: one sentence that says where the service stands, and why.
verdict-steady = Steady: { $running } of { $desired } tasks of { $revision } run, and ECS calls the deployment complete.
verdict-steady-by-event = Steady: { $running } of { $desired } tasks of { $revision } run, and the newest event calls the service steady.
verdict-steady-uncounted = Steady: ECS calls the deployment complete.
verdict-scaled-to-zero = Scaled to zero: no task is wanted, and none runs.
verdict-progressing = { $revision } is rolling out: { $running } of { $desired } tasks run, and nothing that was saved speaks against it.
verdict-progressing-uncounted = The deployment is under way, and nothing that was saved speaks against it.
verdict-paused = The deployment is paused on purpose and waits for a person to continue it.
verdict-paused-until = The deployment is paused on purpose and waits for a person; on { $until } it { $action }.
verdict-hook = The deployment waits for a hook ({ $kind }, stage { $stage }), not for a task.
verdict-baking = The new tasks run; the deployment watches them for its bake time before it is called done.
action-continue = goes on by itself
action-rollback = is rolled back
action-unknown = runs out
verdict-rolled-back = The newest deployment failed and was taken back: what runs is { $revision }.
verdict-rolled-back-because = { $cause } The deployment was taken back: what runs is { $revision }.
verdict-rolled-back-somewhere = The newest deployment failed and was taken back: what runs is older than what was pushed.
verdict-rolled-back-somewhere-because = { $cause } The deployment was taken back: what runs is older than what was pushed.
verdict-rolling-back = The newest deployment failed, and ECS is going back to { $revision }.
verdict-rolling-back-because = { $cause } ECS is going back to { $revision }.
verdict-rolling-back-somewhere = The newest deployment failed, and ECS is going back to an older one.
verdict-rolling-back-somewhere-because = { $cause } ECS is going back to an older deployment.
verdict-stuck = The deployment cannot finish, and nothing that was saved says why.
verdict-stuck-because = { $cause } { $running } of { $desired } tasks of { $revision } run.
verdict-not-active = The service is { $status }; ECS keeps nothing running for it.
verdict-job-finished = { $count ->
    [one] The task is a job that finished with exit code 0; nothing is stuck.
   *[other] All { $count } tasks are jobs that finished with exit code 0; nothing is stuck.
}
verdict-tasks-alive = { $count ->
    [one] One task was saved, and nothing in it says that anything is wrong.
   *[other] { $count } tasks were saved, and nothing in them says that anything is wrong.
}
verdict-no-service = The service itself was not saved, so where it stands cannot be told.
verdict-nothing = Nothing that could be triaged was saved: no service, no task, no event.
verdict-short = Only { $running } of { $desired } tasks of { $revision } run, and nothing that was saved says why.
verdict-unknown = What was saved does not say where the service stands.

# Causes: one sentence a class.
cause-run-oom-at-start = The container was killed for its memory use while it started.
cause-run-oom-container = The container used more memory than its limit and was killed.
cause-run-sigkill-after-stop = The container ignored SIGTERM and was killed when its stop timeout ended.
cause-run-sigkill-of = { $container } ignored SIGTERM and was killed when its stop timeout ended.
cause-run-app-exit-nonzero = The application exited with an error, which ended the task.
cause-run-exit-of = { $container } exited with code { $code }, which ended the task.
cause-run-signal-of = { $container } was ended by { $signal } (exit code { $code }), which ended the task.
cause-run-killed = { $container } got SIGKILL; ECS does not say from whom, and memory is only one possibility.
cause-run-app-exit-zero = The application finished without an error, which ends a task of a service.
cause-run-exit-zero-of = { $container } finished with exit code 0, which ended the task.
cause-run-segfault = The application crashed on an invalid memory access.
cause-init-kms-denied = The secret can be read, but not the KMS key that encrypts it.
cause-init-envfile-network = Nothing answered when the environment file was fetched from S3: the network is in the way.
cause-init-envfile-missing = The environment file in S3 is missing, or the execution role may not read it.
cause-init-secret-json-key = The secret does not hold the JSON key that the task definition asks for.
cause-init-secret-json = The task definition asks for a JSON key of a secret whose value is not JSON.
cause-init-secret-bad-valuefrom = A secret's valueFrom is not a valid ARN.
cause-init-secret-missing = A secret that the task definition names does not exist.
cause-init-iam-secrets = The execution role may not read a secret that the task needs.
cause-init-net-secrets = Nothing answered when the task's secrets were fetched: the network is in the way, not IAM.
cause-init-iam-ecr = The execution role may not get a login token from ECR.
cause-init-net-ecr = Nothing answered when ECR was asked for a login token: the network is in the way, not IAM.
cause-init-logs-config = The log options of the task definition are wrong: the Region is missing or invalid.
cause-init-logs-iam = The role may not create the log stream or the log group.
cause-init-logs-network = Nothing answered when the log group was looked up: the network is in the way.
cause-init-logs-group-missing = The log group does not exist in the Region that the task definition names.
cause-init-efs-path = The directory to mount does not exist on the file system.
cause-init-efs-access = The file system refused the mount.
cause-init-efs-race = The mount target of the file system did not answer yet.
cause-init-efs-dns = The name of the file system could not be resolved from the task's subnet.
cause-init-efs-network = The file system did not answer in time.
cause-image-disk-full = There is no space left for the image.
cause-image-rate-limited = The registry refused the pull because too many were made.
cause-image-platform-mismatch = The image has no build for the platform that the task runs on.
cause-image-os-mismatch = The image is for another operating system release than the host's.
cause-image-arch-exec-format = The image is built for another processor architecture: its program cannot be executed.
cause-image-bad-reference = The image reference is wrong: it is malformed, or its registry does not exist.
cause-image-layer-network = The manifest was read, but the layers could not be fetched: the path to S3 is in the way.
cause-image-network-unreachable = The registry did not answer: the network is in the way.
cause-image-auth-denied = The registry refused access to the image.
cause-image-digest-gone = The digest that the deployment is pinned to is gone from the registry.
cause-image-not-found = The image does not exist in the registry.
cause-image-corrupt-manifest = The image was fetched but could not be unpacked.
cause-image-unknown = The image could not be pulled; the text does not say why.
cause-vol-ebs-role = ECS could not assume the infrastructure role that attaches the volume.
cause-vol-ebs-kms = The volume could not be made; as a rule the role lacks rights to its KMS key.
cause-vol-ebs-fs = The volume was not ready in time; as a rule its file system type does not fit.
cause-vol-docker-volume = The task definition mounts a volume that it does not define.
cause-start-device = The instance lacks a device that the task definition asks for.
cause-start-gpu-hook = The GPU hook of the host failed.
cause-start-mount-file = A directory is mounted where the image has a file, or the other way round.
cause-start-log-driver = The log driver could not be started: what it sends to was not there.
cause-start-exec-not-found = The command that the container should run was not found.
cause-start-permission-denied = The command that the container should run may not be executed.
cause-start-docker-timeout = The container runtime of the host did not answer in time.
cause-start-disk-full = The disk of the host is full.
cause-start-dependency-unresolvable = The containers of the task definition refer to each other in a way that cannot be resolved.
cause-start-dependency-failed = A container that another one depends on did not end or start as it should.
cause-start-dependency-stuck = A container waits for another one that will not become what it waits for.
cause-start-container-exit-before-ready = A container ended before the others were up; its own exit decides.
cause-iam-slr-missing = ECS could not assume its service-linked role.
cause-iam-service-role-elb = The service role could not be assumed to register the targets.
cause-iam-assume-role = ECS could not assume a role of the task.
cause-iam-permissions-changed = IAM permissions were changed, and ECS can no longer maintain the service.
cause-net-eni-tag-policy = A tag policy of the organization forbids tagging the network interface.
cause-net-subnet-ip-exhausted = No network interface could be made in the subnet; as a rule it has no free address.
cause-net-eni-provision-timeout = The network interface was not ready in time; as a rule the next task works.
cause-place-eni-attach = The network interface could not be attached to the instance.
cause-place-quota = A quota of the account is used up.
cause-place-fargate-capacity = Fargate has no capacity in these Availability Zones at the moment.
cause-place-az-unsupported = Fargate could not place the task; as a rule the subnet is in a zone that Fargate does not serve.
cause-place-capacity-provider-empty = The capacity provider has no container instances.
cause-place-no-instances = The cluster has no container instances.
cause-place-cpu = No container instance has enough CPU left.
cause-place-memory = No container instance has enough memory left.
cause-place-gpu = No container instance has a GPU left.
cause-place-port = The host port that the task needs is taken on every instance.
cause-place-eni = No container instance has a network interface left.
cause-place-attribute = No container instance has an attribute that the task needs.
cause-place-constraint = A placement constraint rules out every container instance.
cause-place-agent-disconnected = The ECS agent of the instance is not connected.
cause-place-partial-launch = Some tasks of the deployment could not be launched.
cause-place-provisioning-limit = Too many tasks of the cluster wait for capacity at once.
cause-place-compute-mismatch = The task definition does not fit the launch type or the capacity provider.
cause-place-stopping-resources = A task that is still stopping holds what the new one needs.
cause-health-elb-tg-missing = The target group, or the target in it, is gone.
cause-health-elb-4xx = The load balancer's check was answered with a 4xx code: the application is reached, and refuses the check.
cause-health-elb-3xx = The load balancer's check was answered with a redirect.
cause-health-elb-5xx = The load balancer's check was answered with a 5xx code: the application or its proxy reports an error.
cause-health-elb-timeout = The load balancer's check got no answer in time.
cause-health-elb-unknown = Tasks fail the load balancer's health check; the code is not stated.
cause-health-container-cmd-fails = The container's own health check fails.
cause-health-replacement-notice = Unhealthy tasks were replaced.
cause-deploy-alarm-rollback = A CloudWatch alarm failed the deployment.
cause-deploy-hook-failed = A lifecycle hook failed the deployment.
cause-deploy-config-deadlock = The minimum and maximum percentages allow neither starting nor stopping a task.
cause-deploy-deadlock-computed = Of { $desired } tasks never fewer than { $floor } (minimum { $minimum }%) and never more than { $ceiling } (maximum { $maximum }%) may run, so none can be replaced.
cause-deploy-task-protection = Protected tasks keep the service from scaling in.
cause-deploy-register-targets = Targets could not be registered in the target group.
cause-deploy-lb-config = The load balancer's target group does not fit the service.
cause-deploy-throttled = The scheduler's calls are throttled; it tries again by itself.
cause-deploy-impaired = Tasks keep failing to start, and ECS waits longer and longer between attempts.
cause-deploy-rhythm = Tasks keep dying: { $count } starts in { $over } that no deployment asked for.
cause-deploy-circuit-breaker = The deployment was given up; that says that tasks failed, not why.
cause-deploy-timeout = The tool that waited gave up; that says nothing about the cause.
cause-deploy-rollback-cleanup = Pending tasks of a given-up deployment were removed.
cause-infra-scale-in = The scheduler stopped the task, to replace it or to scale in.
cause-infra-maintenance = AWS replaced the infrastructure under the task.
cause-infra-spot = The Spot capacity under the task was taken back.
cause-infra-host-terminated = The EC2 instance under the task went away.
cause-infra-host-deregistered = Somebody deregistered the container instance under the task.
cause-infra-host-lost-container = The container vanished from its host.
cause-infra-platform-transient = The platform failed to set up the task; as a rule the next one works.
cause-infra-user-stopped = Somebody, or something with an API key, stopped the task.
cause-state-steady = The service reached a steady state.
cause-state-az-rebalance = ECS spreads the tasks over the Availability Zones again.
ruled-out-oom-stop-timeout = the SIGKILL came when the stop timeout ended
ruled-out-deadlock = between { $floor } and { $ceiling } tasks may run for { $desired } wanted, so tasks can be replaced

## diagnosis: gaps and next commands

unchecked-service = the service itself: its deployments, counts and events
unchecked-events = the service events
unchecked-record = the service deployment: whether it waits for a person, a hook or an alarm
unchecked-stopped-tasks = the stopped tasks: why they stopped, and how their containers ended
unchecked-task-definition = the task definition: which containers are essential, and where their logs go
unchecked-target-health = what the load balancer says of each target
unchecked-logs = the last log lines of { $container } in task { $task }
unchecked-dependencies = whether a waiting container depends on one that has ended
unchecked-failure = { $arn }
because-not-saved = not saved
because-empty = the answer holds none
because-none-stopped = the saved tasks hold no stopped one; ECS keeps them for about an hour
because-no-task-definition = the task definition that says where they go was not saved
because-driver = they go to { $driver }; ECS does not know where from there
because-stream-unstated = the saved lines do not say which stream they are from
because-other-stream = the saved lines are of another stream
because-failure = ECS answered { $reason }
because-failure-detail = ECS answered { $reason }: { $detail }
why-service = the service as it stands, with its newest hundred events
why-service-deployment = what the deployment waits for, and what failed it
why-stopped-tasks = the tasks that died in the last hour
why-named-tasks = the tasks that the events name
why-task-definition = image, roles, secrets, ports, health check and log destination
why-cluster = how many container instances the cluster has
why-instances = the container instances; describe them for what they have left
why-capacity-providers = whether the capacity provider can launch instances
why-protection = which tasks are protected, and until when
why-open-band = the smallest ceiling that lets one task more start
why-continue = lets the paused deployment go on
why-logs = the last words of the container
why-log-group = whether the log group exists in that Region
why-target-health = what the load balancer says of each target
why-target-group = path, port, codes and times of the health check
why-subnets = free addresses and zones of the subnets
why-routes = whether the subnets have a way out
why-security-groups = which ports the task's security groups admit
why-endpoints = the VPC endpoints of the Region
why-role = whether the role exists, whom it trusts and what it may do
why-image = whether the image is in the registry
why-secret = whether the secret exists (its value is not shown)
why-quota = the quotas of Fargate in this account and Region

## kube: provenance

## app: keys and help

## view

## source: reading problems

## report and command line
