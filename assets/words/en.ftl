### The words of ecsplain in English. One sentence a key; facts come in as $names.
### Sections follow the folders of src/.

## Shared

duration-seconds = { $seconds }s
unknown = unknown

## diagnosis: states

## diagnosis: step 1, service events

events-not-saved = no service events were captured
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
events-rhythm = { $count } starts in { $over }, more than were asked for
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

deployments-not-saved = no deployments were captured
deployments-counts-not-saved = the counts were not captured
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
deployments-no-way-back = the rollback failed, or there was nothing to go back to

## diagnosis: step 3, stopped tasks

stopped-not-saved = no tasks were captured
stopped-none = { $count ->
    [one] one task was captured, and it is not stopped
   *[other] { $count } tasks were captured, none of them stopped
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

exits-not-saved = no tasks were captured
exits-none = no captured task has stopped
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

logs-not-saved = no log lines or metrics were captured
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
verdict-steady-again = Steady again: { $running } of { $desired } tasks of { $revision } run. One task fell before that. { $cause }
verdict-steady-by-event = Steady: { $running } of { $desired } tasks of { $revision } run, and the newest event calls the service steady.
verdict-steady-uncounted = Steady: ECS calls the deployment complete.
verdict-steady-task-set = Steady: { $running } of { $desired } tasks of { $revision } run, and ECS calls the task set stable.
verdict-scaling = No rollout is under way: { $running } of { $desired } tasks of { $revision } run, and { $pending ->
    [0] the others are still to be started
    [one] one is starting
   *[other] { $pending } are starting
}.
verdict-surplus = No rollout is under way: { $running } tasks of { $revision } run, { $desired ->
    [one] one is wanted
   *[other] { $desired } are wanted
}, and the others are still to be stopped.
verdict-after-cause = { $cause } { $rest }
verdict-other-controller = More than one task set runs, and each is stable; { $controller } decides which one serves, and ECS does not say how far that is.
verdict-failure = ECS answered { $reason } for { $arn }, and nothing else was captured.
verdict-unknown-because = { $cause } { $running } of { $desired } tasks of { $revision } run.
verdict-not-active-yet = The service is { $status }: it is being deleted, and { $running ->
    [one] one task still runs
   *[other] { $running } tasks still run
}.
verdict-scaled-to-zero = Scaled to zero: no task is wanted, and none runs.
verdict-progressing = { $revision } is rolling out{ $stage ->
    [none] {""}
   *[other] , now at { $stage }{ $traffic ->
        [none] {""}
       *[other] {" "}with { $traffic } % of the traffic
    }
}: { $running } of { $desired } tasks run, and nothing that was captured speaks against it.
verdict-progressing-long = { $revision } has been rolling out for { $age }{ $stage ->
    [none] {""}
   *[other] , now at { $stage }{ $traffic ->
        [none] {""}
       *[other] {" "}with { $traffic } % of the traffic
    }
}: { $running } of { $desired } tasks run, and nothing that was captured says why it takes so long.
verdict-progressing-despite = { $cause } { $revision } is rolling out all the same: { $running } of { $desired } tasks run.
verdict-stop-requested = Somebody asked ECS to stop the deployment of { $revision }; { $running } of { $desired } tasks run while it stops.
verdict-progressing-uncounted = The deployment is under way, and nothing that was captured speaks against it.
verdict-paused = The deployment is paused on purpose and waits for a person to continue it.
verdict-paused-until = The deployment is paused on purpose and waits for a person; on { $until } it { $action }.
verdict-hook = The deployment waits for a hook ({ $kind }, stage { $stage }), not for a task.
verdict-baking = The new tasks run; the deployment watches them for its bake time before it is called done.
action-continue = goes on by itself
action-rollback = is rolled back
action-unknown = runs out
verdict-rolled-back = { $pushed ->
    [none] The newest deployment
   *[other] The deployment of { $pushed }
} failed and was taken back: what runs is { $revision }.
verdict-rolled-back-because = { $cause } { $pushed ->
    [none] The deployment
   *[other] { $pushed }
} was taken back: what runs is { $revision }.
verdict-rolled-back-somewhere = The newest deployment failed and was taken back: what runs is older than what was pushed.
verdict-rolled-back-somewhere-because = { $cause } The deployment was taken back: what runs is older than what was pushed.
verdict-rolling-back = { $pushed ->
    [none] The newest deployment
   *[other] The deployment of { $pushed }
} failed, and ECS is going back to { $revision }.
verdict-rolling-back-because = { $cause } ECS is going back { $pushed ->
    [none] to { $revision }
   *[other] from { $pushed } to { $revision }
}.
verdict-rolling-back-somewhere = The newest deployment failed, and ECS is going back to an older one.
verdict-rolling-back-somewhere-because = { $cause } ECS is going back to an older deployment.
verdict-no-way-back = The deployment failed and could not be taken back: the rollback failed, or there was no older deployment.
verdict-stuck = The deployment cannot finish, and nothing that was captured says why.
verdict-stuck-because = { $cause } { $running } of { $desired } tasks of { $revision } run.
verdict-stuck-beside = { $cause } { $running } of { $desired } tasks of { $revision } run; { $old } of { $before } still { $old ->
    [one] runs
   *[other] run
}.
verdict-stuck-failed = { $cause } { $started ->
    [no] { $failed ->
        [one] One task of { $revision } never started; none runs, and { $desired } { $desired ->
            [one] is
           *[other] are
        } wanted.
       *[other] { $failed } tasks of { $revision } never started; none runs, and { $desired } { $desired ->
            [one] is
           *[other] are
        } wanted.
    }
   *[yes] { $failed ->
        [one] One task of { $revision } stopped; none runs, and { $desired } { $desired ->
            [one] is
           *[other] are
        } wanted.
       *[other] { $failed } tasks of { $revision } stopped; none runs, and { $desired } { $desired ->
            [one] is
           *[other] are
        } wanted.
    }
}
verdict-stuck-failed-beside = { $cause } { $started ->
    [no] { $failed ->
        [one] One task of { $revision } never started; { $old } of { $before } still { $old ->
            [one] runs
           *[other] run
        }.
       *[other] { $failed } tasks of { $revision } never started; { $old } of { $before } still { $old ->
            [one] runs
           *[other] run
        }.
    }
   *[yes] { $failed ->
        [one] One task of { $revision } stopped; { $old } of { $before } still { $old ->
            [one] runs
           *[other] run
        }.
       *[other] { $failed } tasks of { $revision } stopped; { $old } of { $before } still { $old ->
            [one] runs
           *[other] run
        }.
    }
}
verdict-not-active = The service is { $status }; ECS keeps nothing running for it.
verdict-job-finished = { $count ->
    [one] The task is a job that finished with exit code 0; nothing is stuck.
   *[other] All { $count } tasks are jobs that finished with exit code 0; nothing is stuck.
}
verdict-tasks-alive = { $count ->
    [one] One task was captured, and nothing in it says that anything is wrong.
   *[other] { $count } tasks were captured, and nothing in them says that anything is wrong.
}
verdict-no-service = The service itself was not captured, so where it stands cannot be told.
verdict-nothing = Nothing that could be triaged was captured: no service, no task, no event.
verdict-short = Only { $running } of { $desired } tasks of { $revision } run, and nothing that was captured says why.
verdict-unknown = What was captured does not say where the service stands.

# Causes: one sentence a class.
cause-run-oom-at-start = The container was killed for its memory use while it started.
cause-run-oom-container = The container used more memory than its limit and was killed.
cause-run-sigkill-after-stop = The container ignored SIGTERM and was killed when its stop timeout ended.
cause-run-sigkill-of = { $container } ignored SIGTERM and was killed when its stop timeout ended.
cause-run-app-exit-nonzero = The application exited with an error, which ended the task.
cause-run-exit-of = { $container } exited with code { $code }, which ended the task.
cause-run-signal-of = { $container } was ended by { $signal } (exit code { $code }), which ended the task.
cause-run-killed = { $container } got SIGKILL; ECS does not say from whom, and memory is only one possibility.
cause-run-log-refused = { $container } exited with code { $code }; its log says that a connection was refused.
cause-run-log-port = { $container } exited with code { $code }; its log says that the port it listens on is taken.
cause-run-log-certificate = { $container } exited with code { $code }; its log says that a certificate is not trusted.
cause-run-log-denied = { $container } exited with code { $code }; its log says that a permission is missing.
cause-run-log-module = { $container } exited with code { $code }; its log says that a module is missing.
cause-run-log-trace = { $container } exited with code { $code }; its log ends in a stack trace.
cause-run-app-exit-zero = The application finished without an error, which ends a task of a service.
cause-run-exit-several = Several containers of the task ended by themselves, and nothing says which came first and took the others: { $list }.
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
cause-image-not-found-of = The image { $image } does not exist in the registry.
cause-image-digest-gone-of = The digest that the deployment is pinned to, { $image }, is gone from the registry.
cause-image-auth-denied-of = The registry refused access to the image { $image }.
cause-image-network-unreachable-of = The registry of the image { $image } did not answer: the network is in the way.
cause-image-platform-mismatch-of = The image { $image } has no build for the platform that the task runs on.
cause-image-bad-reference-of = The image reference { $image } is wrong: it is malformed, or its registry does not exist.
cause-init-secret-version-of = The secret { $secret } exists, but not the version of it that the task definition asks for ({ $version }).
cause-init-secret-deleted-of = The secret { $secret } is marked for deletion and can no longer be read.
cause-init-secret-missing-of = The secret { $secret }, which the task definition names, does not exist.
cause-init-iam-secrets-of = The execution role may not read the secret { $secret }, which the task needs.
cause-init-secret-json-key-of = The secret { $secret } does not hold the JSON key that the task definition asks for.
cause-iam-assume-role-of = ECS could not assume the task's role { $role }.
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
cause-start-awaited = { $container } has run for { $age }, and other containers of the task wait for it to end.
cause-start-dependency-stuck = A container waits for another one that will not become what it waits for.
cause-start-exit-before-of = { $container } exited with code { $code } before the task was running.
cause-start-container-exit-before-ready = A container ended before the task was running; its own exit decides.
cause-iam-slr-missing = ECS could not assume its service-linked role.
cause-iam-service-role-elb = The service role could not be assumed to register the targets.
cause-iam-assume-role = ECS could not assume a role of the task.
cause-iam-permissions-changed = IAM permissions were changed, and ECS can no longer maintain the service.
cause-net-eni-tag-policy = A tag policy of the organization forbids tagging the network interface.
cause-net-subnet-ip-exhausted = No network interface could be made in the subnet; as a rule it has no free address.
cause-net-eni-provision-timeout = The network interface was not ready in time; as a rule the next task works.
cause-place-eni-attach = The network interface could not be attached to the instance.
cause-place-quota = A quota of the account is used up.
cause-place-account-blocked = AWS has blocked the account from running tasks.
cause-place-fargate-capacity = Fargate has no capacity in these Availability Zones at the moment.
cause-place-az-unsupported = Fargate could not place the task; as a rule the subnet is in a zone that Fargate does not serve.
cause-place-capacity-provider-empty = The capacity provider has no container instances.
cause-place-provisioning = A task has waited in PROVISIONING for { $age }: its capacity provider may bring no instance for it.
cause-place-no-instances = The cluster has no container instances.
cause-place-cpu = No container instance could take the task: CPU is short.
cause-place-memory = No container instance could take the task: memory is short.
cause-place-cpu-short = No container instance could take the task: it needs { $needed } CPU units, and the nearest instance, { $instance }, has { $free } left.
cause-place-memory-short = No container instance could take the task: it needs { $needed } MiB, and the nearest instance, { $instance }, has { $free } MiB left.
cause-place-gpu = No container instance could take the task: no GPU is free.
cause-place-port = No container instance could take the task: a host port that it needs is taken.
cause-place-eni = No container instance could take the task: no network interface is free.
cause-place-attribute = No container instance could take the task: an attribute that it needs is missing.
cause-place-constraint = No container instance could take the task: a placement constraint is not satisfied.
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
cause-health-elb-slow-start = No check of the load balancer passed: either the application starts too slowly for them, or it never answers.
cause-health-elb-slow-start-of = Each task was stopped as soon as { $checks } checks, { $interval }s apart, could fail: either the application starts too slowly for them, or it never answers.
cause-health-elb-slow-start-ready = The application was ready after { $after }, and the load balancer's checks had failed by { $lived }: it starts too slowly for them.
cause-health-elb-unused = The load balancer does not use the targets of the tasks: { $words }.
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
cause-deploy-throttled = Calls to AWS that ECS needs are throttled; it tries again by itself.
cause-deploy-impaired = Tasks keep failing to start, and ECS waits longer and longer between attempts.
cause-deploy-rhythm = Tasks keep dying: { $count } starts in { $over }, more than a rollout or a scaling asks for.
cause-deploy-given-up-saying = ECS gave the deployment up and says: { $reason }.
cause-deploy-circuit-breaker = The deployment was given up; that alone does not say why.
cause-deploy-failed-tasks = { $count ->
    [one] One task{ $revision ->
        [none] {""}
       *[other] {" "}of { $revision }
    } failed, and none got well since.
   *[other] { $count } tasks{ $revision ->
        [none] {""}
       *[other] {" "}of { $revision }
    } failed in a row.
}
cause-deploy-unexplained-event = What ECS says of the deployment names no cause that is known here: “{ $reason }”.
cause-deploy-unexplained = { $count ->
    [one] A task of { $revision } stopped, and what ECS says of it names no cause that is known here: “{ $reason }”.
   *[other] { $count } tasks of { $revision } stopped, and what ECS says of them names no cause that is known here: “{ $reason }”.
}
cause-deploy-no-breaker-loop = The deployment fails again and again, and its circuit breaker is off.
cause-deploy-no-breaker-loop-of = The deployment fails again and again for { $age }, and its circuit breaker is off.
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
because-not-saved = not captured
because-empty = the answer holds none
because-none-stopped = the captured tasks hold no stopped one; ECS keeps them for about an hour
because-no-task-definition = the task definition that says where they go was not captured
because-driver = they go to { $driver }; ECS does not know where from there
because-stream-unstated = the captured lines do not say which stream they are from
because-other-stream = the captured lines are of another stream
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

kube-field-empty = ECS states nothing in { $field }.
kube-not-saved = It was not captured. This would fetch it: { $command }
kube-definition-unknown = Nothing that was captured names the task definition.
kube-namespace = The cluster { $cluster }; ECS has no namespaces.
kube-namespace-unknown = Nothing that was captured names the cluster; ECS has no namespaces.
kube-no-taints = ECS has no taints and no tolerations.
kube-no-node-selectors = ECS has no node selectors; placement constraints stand in the annotations.
kube-no-node-fargate = Fargate shows no node.
kube-node-not-saved = The id of the container instance; its EC2 instance was not captured. This would fetch it: { $command }
kube-no-address = The task states no address of its own: it is not in awsvpc mode, or has none yet or any more.
kube-host-port-awsvpc = In awsvpc mode a task has its own network interface, and no port of a host.
kube-cpu-units = { $field } is { $units } CPU units; 1024 units are one CPU.
kube-service-account = The task role { $role }, as whom the application acts.
kube-volume-kind = The nearest kind of Kubernetes volume for { $field }.
kube-volume-default = ECS has no such setting of a volume.
kube-liveness = { $field }: ECS replaces a task whose check fails, where Kubernetes would restart the container.
kube-masked = The value in { $field } is not shown: it may be a secret.
kube-quality = kubectl works it out from requests and limits; ECS has no such class.
kube-phase = The phase of a task whose { $field }.lastStatus is { $status }.
kube-terminating = Told to stop and not stopped yet, since { $field }.
kube-grace = The longest stopTimeout of the containers, or 30 seconds where none is stated.
kube-container-state = From lastStatus, exitCode and reason of { $field }, and the task's stoppedReason.
kube-container-times = The start and end of the task; ECS states no times of a container.
kube-ready = { $field } is running and its health check, if it has one, is HEALTHY.
kube-no-restarts = ECS does not state how often a container was restarted; a task that fails is replaced.
kube-pod-conditions = From the task's status, its network interface, its container health and the target health, as far as they were captured.
kube-controlled-by = The ReplicaSet that stands for { $id }, from { $field }.
kube-replica-set-name = The service, the revision of the task definition and the end of { $field }.
kube-replica-set-replicas = Current is runningCount and pendingCount of { $field }, desired its desired count.
kube-pods-status = The captured tasks of this deployment by phase; ECS keeps stopped tasks for about an hour.
kube-selector = ECS joins tasks by { $field }; the label is ours.
kube-replicas = Desired is service.desiredCount. Updated and total are running and pending tasks of the deployments, unavailable is what they want less what is available; available is runningCount less the tasks that something captured shows to be unhealthy.
kube-min-ready = ECS has no such setting; a task without a health check counts after 40 seconds.
kube-replica-sets = The deployments or task sets of the service: running and pending tasks of the desired ones.
kube-no-strategy-type = Kubernetes has no such type: this is { $kind }.
kube-strategy-type = A rolling update by the ECS deployment controller.
kube-strategy-deadlock = A rolling update with minimumHealthyPercent { $minimum } and maximumPercent { $maximum }; Kubernetes would refuse these bounds.
kube-rolling-update = 100 less minimumHealthyPercent, and maximumPercent less 100. ECS rounds the upper bound down, Kubernetes up.
kube-event-service = { $field } states the words and the time; the type and the reason are the nearest that Kubernetes has.
kube-event-task = { $field } states the time; ECS writes no such event.
kube-no-events = Nothing that was captured tells of this object alone; the service's other events stand with its Deployment.
kube-replica-failure = ECS could not place a task, and nothing newer says that it could.
kube-available = Whether no fewer tasks are available than minimumHealthyPercent of the desired ones.
kube-progressing = From the rolloutState of the primary deployment, or the service deployment. ECS has no progress deadline.

## app: keys and help

app-copied = Copied: { $text }
app-saved = Saved. This opens it: { $command }
app-handed-over = { $path } was written, without secrets.
app-copy-failed = No clipboard took the text.
app-pasted-nowhere = A paste is taken into a search alone: / begins one, H searches the handbook.
app-key-idle = { $key } does nothing here. ? shows what each key does.
app-filter-nothing = No row holds this text. esc clears the filter.
app-filter-hint = enter keeps, esc clears
app-header-services = { $count ->
    [one] 1 service
   *[other] { $count } services
 }
app-captured = saved · captured { $at }
app-captured-inside = saved · captured { $at } (newest timestamp inside)
app-captured-brief = captured { $at }Z
app-captured-live = live · captured { $at }
app-captured-nothing = saved · no time of capture known
app-title-services = Services, the most stuck first
app-title-steps = Steps
app-title-help = Keys
app-title-findings = What was found
app-title-next = Next commands
app-title-gaps = Not checked
app-title-raw = What ECS said
app-title-page = Handbook: { $name }
app-title-pages = Handbook: type words that a page is about, enter opens it

walk-at = evidence { $place } of { $count }: { $field } · { $finding }
walk-unseen = evidence { $place } of { $count }: { $field } is on no row any more; it said: { $text }
walk-first = This is the first piece of evidence.
walk-last = That was all the evidence. esc leads back to the findings.
walk-over = What this was the evidence of is over.
keys-move = move
keys-page = page
keys-top = top
keys-bottom = end
keys-step = step
keys-open = open
keys-back = back
keys-pane = pane
keys-service = service
keys-next-service-long = Open the next service of the list, as it is narrowed; after the last comes the first.
keys-previous-service-long = Open the service before.
keys-right = right
keys-left = left
keys-describe = describe
keys-filter = filter
keys-copy-next = copy next
keys-next = next
keys-findings = why
keys-walk = proof
keys-page-of = page
keys-pages = pages
keys-gaps = not checked
keys-copy = copy
keys-raw = JSON
keys-provenance = provenance
keys-wrap = wrap
keys-help = help
keys-save = save
keys-hand-over = hand over
keys-suspend = suspend
keys-quit = quit
keys-down-long = Select the next row.
keys-up-long = Select the row before.
keys-page-down-long = Go a page down.
keys-page-up-long = Go a page up.
keys-top-long = Go to the first row.
keys-bottom-long = Go to the last row.
keys-step-long = Go to a step of the debugging order; l is the fifth, the logs.
keys-open-long = Open what is selected: a service, the evidence of a step, the tasks of a group, what an event names, where the evidence of a finding stands, a page of the handbook.
keys-back-long = Close what was opened last: filter, overlay, walk through the evidence, group, pane, service.
keys-next-pane-long = Go to the next pane.
keys-previous-pane-long = Go to the pane before.
keys-right-long = Open what is selected, or scroll the description to the right.
keys-left-long = Close what was opened last, or scroll the description to the left.
keys-describe-long = Show what kubectl describe prints for the selection over the whole width.
keys-filter-long = Show only the rows that hold a text.
keys-copy-next-long = Copy the next command; before there is a verdict, the one that makes AWS answer.
keys-next-long = Show all next commands.
keys-onward-long = Go to the row that holds the next piece of evidence: of the root cause first, then of every other finding. esc leads back to the findings.
keys-backward-long = Go to the piece of evidence before.
keys-findings-long = Show what was found, with its evidence, and what was ruled out.
keys-page-of-long = Open the page of the handbook about the finding, with the names of this service in its commands; without a finding the list of pages.
keys-pages-long = List all pages of the handbook, and search them by words.
keys-gaps-long = Show what could not be checked or read, and the commands that would fetch it.
keys-copy-long = Copy the id, command or line that is selected; of JSON all that the line opens.
keys-raw-long = Show the JSON of the selection as ECS answered it, environment values masked.
keys-provenance-long = Show or hide where the lines of the description come from.
keys-wrap-long = Wrap the description, or cut its lines.
keys-help-long = Show the keys; those that do nothing here are dimmed.
keys-hand-over-long = Write the page to hand over into a new Markdown file in the current directory: verdict, evidence, the last hour, what changed, what was not checked; secrets taken out.
keys-save-long = Save the moment on screen as a recording in the current directory, without its secrets.
keys-suspend-long = Go to the background; fg brings the screen back.
keys-quit-long = Leave.

## view

view-minutes = { $minutes }m
view-minutes-seconds = { $minutes }m{ $seconds }s
view-hours = { $hours }h
view-hours-minutes = { $hours }h{ $minutes }m
view-days = { $days }d
view-days-hours = { $days }d{ $hours }h

view-state-stuck = STUCK
view-state-rolling-back = ROLLING BACK
view-state-rolled-back = ROLLED BACK
view-state-paused = WAITING
view-state-unknown = UNKNOWN
view-state-progressing = PROGRESSING
view-state-steady = STEADY
view-certain = certain
view-likely = likely
view-possible = possible

view-step-events = Service events
view-step-deployments = Deployments
view-step-stopped = Stopped tasks
view-step-exits = Exit codes
view-step-logs = Logs, metrics

view-proof = proof
view-next = next
view-mutates = changes AWS:
view-mutates-warning = This changes something in AWS.
view-next-empty = There is no command to suggest.

view-column-service = SERVICE
view-column-cluster = CLUSTER
view-column-tasks = TASKS
view-column-pending = PENDING
view-column-newest = NEWEST
view-column-verdict = VERDICT
view-column-stopped = STOPPED (UTC)
view-column-age = AGE
view-column-task = TASK

view-services-empty = Nothing that could be triaged was read.
view-unnamed-service = a service without a name
view-unnamed-tasks = tasks without a group
view-unnamed-events = events without a service
view-unnamed-nothing = no service, task or event

view-events-recovered = Got over: a steady state came after it.
view-events-rhythm = Tasks are replaced again and again: { $count } starts within { $within }, more than a deployment or a scaling asked for.
view-events-empty = No service events were captured.
view-events-left-out = A long list of services keeps no events of one that is steady. They come when it is read in full.
view-events-since-deployment = ── since the deployment began ──
view-events-repeats = first { $first }, { $within } earlier

view-deployments-empty = No deployments were captured.
view-role-target = (new)
view-role-source = (old)
view-role-rollback-target = (rolled back to)
view-role-failed = (failed)
view-role-other = {""}
view-pending = { $count } pending
view-failed = { $count } failed
view-created-ago = created { $age } ago
view-rules = Rules
view-band = { $floor } to { $ceiling } tasks may run during a deployment: { $minimum } % to { $maximum } % of { $desired }.
view-band-deadlock = No task may start and none may stop: { $minimum } % to { $maximum } % of { $desired } leaves { $floor } to { $ceiling } tasks.
view-controller = Controller { $controller }, strategy { $strategy }.
view-breaker-off = The deployment circuit breaker is off: a deployment that fails keeps trying.
view-breaker-on = The deployment circuit breaker is on; { $then }
view-breaker-stated = The deployment circuit breaker has counted { $failures } of { $threshold } failures; { $then }
view-breaker-computed = The deployment circuit breaker trips at { $threshold } failures (computed); { $then }
view-breaker-rollback = then it rolls back.
view-breaker-stop = then the deployment fails and stays where it is.
view-rollback = Rollback
view-rollback-running = ECS is taking the service back to an older deployment.
view-rollback-done = ECS took the service back: what runs is older than what was pushed.
view-rollback-impossible = There is no older deployment to go back to, or going back failed.
view-current = Service deployment
view-hook = The hook { $kind } is { $status }.
view-hook-expires = The hook { $kind } is { $status }; at { $expires }Z ECS does { $action }.
view-alarms = Alarms that fired: { $names }.

view-stopped-empty = No stopped tasks were captured. ECS forgets a stopped task after about an hour.
view-stopped-all-tasks = All captured tasks: { $list }
view-no-stop-code = no stopCode
view-stopped-between = first { $first }, last { $last }
view-stopped-at = stopped { $at }
view-stopped-at-age = stopped { $at }, { $age } before the capture
view-stopped-lived = lived { $time }
view-stopped-lived-range = lived { $from } to { $to }
view-stopped-before = before this deployment
view-stopped-ran = { $ran ->
    [0] never ran
   *[other] { $ran } of { $count } ran
 }

view-exits-empty = No container of a stopped task was captured.
view-exits-code = exit { $code }
view-exits-no-code = no exit code
view-exits-health = health check: { $health }
view-exits-not-essential = not essential
view-part-first = ended first
view-part-collateral = stopped with its task
view-part-done = done before
view-part-never-ran = never ran
view-part-unknown = part not known

view-logs-empty = No log lines were captured.
view-logs-to-unknown = Where the log goes is not known: the task definition was not captured, or no container stands out.
view-logs-to-none = The task definition configures no log driver.
view-logs-to-driver = The log driver { $driver } sends lines to a place that ECS does not know.
view-logs-to-group = The log goes to the group { $group } of CloudWatch Logs.
view-logs-to-stream = The log goes to { $group } › { $stream } of CloudWatch Logs.
view-logs-from-other = These lines come from another stream: { $stream }.
view-logs-from-unstated = The answer does not name its stream; these lines may be of another container.
view-metrics = Metrics
view-metric-empty = no values
view-metric-range = { $low } to { $high }, last { $last }

view-describe-empty = There is no Kubernetes object for this.
view-from-layout = A heading of kubectl; no value.
view-from-stated = • ECS states it in { $field }.
view-from-computed = ~ Computed: { $how }
view-from-absent = ∅ Not from ECS: { $why }
view-from-not-saved = ? Not captured: { $how }

view-findings-empty = Nothing was found that explains more than the five steps say.
view-in-kubernetes = in Kubernetes: { $reason }
view-in-kubernetes-nearest = nearest word in Kubernetes: { $reason }
view-ruled-out = Ruled out
view-gaps-empty = Everything that a verdict needs was captured.
view-problems = Could not be read
view-raw-empty = The JSON of this object was not kept.

## source: reading problems

reading-unreadable = This cannot be read: { $error }.
reading-empty = The file is empty. Save the answer again, for example: aws ecs describe-services --cluster CLUSTER --services SERVICE > service.json
reading-empty-directory = No saved answer was found in this directory. Save one into it, for example: aws ecs describe-services --cluster CLUSTER --services SERVICE > service.json
reading-left-out = { $count ->
    [one] One file is no document and was left out: { $names }
   *[other] { $count } files are no documents and were left out: { $names }
}
reading-compressed = The file is compressed. Uncompress it first.
reading-binary = The file is not text. Answers of the AWS CLI are text: JSON or YAML.
reading-damaged = Some bytes from here on are not text in UTF-8 or UTF-16; they were replaced.
reading-cut = The document is cut off here. What stands whole before it was read; save the answer again to have the rest.
reading-too-deep = Lists stand in lists too deeply here; this one was left out.
reading-not-an-object = An object was expected here, and something else was found; it was left out.
reading-syntax = This is not JSON from “{ $found }” on: a value, a comma or a closing bracket was expected. What could be read around it was kept.
reading-syntax-end = This is not JSON here: a value, a comma or a closing bracket was expected. What could be read around it was kept.
reading-bad-field = The field { $field } holds { $found } where ECS writes { $expected }; the field was left out.
reading-bad-value = The field { $field } holds something that is not JSON; the field was left out.
reading-bad-text = The text in { $field } holds line breaks or half characters, which JSON forbids; they were replaced.
reading-repeated = The field { $field } is there twice; the later one counts.
reading-lost-object = Nothing in this object is as ECS writes it; it was left out.
reading-kind-text = text
reading-kind-object = an object
reading-kind-list = a list
reading-kind-boolean = true or false
reading-kind-null = null
reading-kind-number = a number
reading-kind-time = a time
reading-kind-nothing = nothing
reading-bad-yaml = The YAML is broken here.
reading-unknown = This is no answer of ECS, CloudWatch or Elastic Load Balancing that ecsplain knows. Its keys are: { $keys }. If a --query renamed them, save the answer without it.
reading-nothing-inside = The answer is an empty object: it says nothing.
reading-page-token = This is only the token of a next page, without the page. Save the answer without --query and --max-items.
reading-beside-the-point = This is an answer of aws { $command }, which ecsplain does not use.
reading-error-answer = This is an error that the endpoint answered instead of data: { $code } { $detail }
reading-other-event = This EventBridge event does not speak of ECS tasks or services; its detail-type is “{ $kind }”.
reading-no-json = JSON or YAML was expected here, and this was found: { $found }
reading-refused = AWS refused the call instead of answering: { $operation } ended in { $code }. { $detail }
reading-cli-failed = The AWS CLI could not ask, and its error was saved instead of an answer: { $said }
reading-null = The file says only “null”: the --query found nothing. Save the answer without --query.
reading-other-output = This is --output text or table of the AWS CLI, which has no field names. Save the answer with --output json.
reading-more = { $count ->
    [one] There is one more problem in this input.
   *[other] There are { $count } more problems in this input.
}

## source: recordings

recording-torn = The last record was cut off while it was written, and was left out. Those before it are whole.
recording-damaged = A part of this recording is damaged and was left out.
recording-no-record = This recording holds no capture that can be read.
recording-none-at = This recording holds no capture of { $at } or earlier; its first is of { $first }.
recording-blind = { $count ->
    [one] The capture after this one saw nothing: { $why }
   *[other] The { $count } captures after this one saw nothing: { $why }
}
recording-note = { $text }
recording-hint = { $name } holds { $count } captures; this is that of { $shown }. An earlier one is opened with --at. The captures: { $times }{ $more ->
    [0] .
    [one] , and one before them.
   *[other] , and { $more } before them.
}
recording-other-file = { $path } is no recording of ecsplain and was left as it is. Name another file with -o.
recording-in-use = Another program is writing to { $path }. Name another file with -o.
recording-cannot-write = { $path } cannot be written: { $error }.

## source: live

live-no-region = No AWS Region is set. Name one with --region, or set one for good: aws configure set region us-east-1
live-no-profile = There is no profile { $profile } in the configuration files of AWS. They have: { $known }.
live-no-profiles = There is no profile { $profile }: the configuration files of AWS have none. This makes it: aws configure --profile { $profile }
live-no-ca-bundle = { $setting } names { $path }, which cannot be read: { $error }.
live-empty-ca-bundle = { $setting } names { $path }, which holds no certificate in PEM (-----BEGIN CERTIFICATE-----).
live-no-tls = The certificates cannot be used: { $error }.
live-no-runtime = The event loop cannot be started: { $error }.
live-no-credentials = There are no AWS credentials that can be used. This sets them up: { $command }. Tried: { $why }.
live-mfa = The role of this profile asks for the code of an MFA device, which ecsplain does not take. Let the AWS CLI take it, then start ecsplain with --region { $region } and without the profile: { $command }. Tried: { $why }.
live-login = This profile has the session of aws login, which ecsplain cannot use by itself. Let the AWS CLI hand its keys over, then start ecsplain with --region { $region } and without the profile: { $command }. Tried: { $why }.
live-role = The role cannot be assumed with these keys. This tries the same: { $command }. Tried: { $why }.
live-sso = The SSO session is not there or has expired. This renews it: { $command }. AWS said: { $why }.
live-expired = The AWS credentials have expired; with SSO this renews them: { $command }. AWS said { $code }: { $message }
live-rejected = AWS does not accept these credentials here. This shows whose they are: { $command }. AWS said { $code }: { $message }
live-unreachable = AWS in the Region { $region } cannot be reached. Check the network, --region, HTTPS_PROXY and AWS_ENDPOINT_URL: { $why }.
live-untrusted = The certificate of { $endpoint } is not trusted here. When a proxy or an endpoint of your own signs with a CA of its own, name it with AWS_CA_BUNDLE or ca_bundle of the profile: { $why }.
live-keys-unreachable = The keys of AWS could not be fetched, for the network failed. Check it, HTTPS_PROXY and AWS_ENDPOINT_URL: { $why }.
live-unreachable-endpoint = The endpoint { $endpoint } cannot be reached. Check that it runs and that the address is right: { $why }.
live-timed-out = { $action } was not answered in time (Region { $region }). Check the network and try again.
live-garbled = The answer to { $action } is not JSON, or was cut. Is the endpoint one that speaks ECS?
live-status = { $action } was answered with HTTP status { $status } and no error of AWS. Is the endpoint one that speaks ECS?
live-no-cluster = There is no cluster { $cluster } in the Region { $region }. This lists those that are there: { $command }
live-denied = { $action } is not allowed to you. The policy that ecsplain needs is printed by: ecsplain policy. AWS said { $code }: { $message }
live-error = { $action } was refused with { $code }: { $message }
live-no-service = There is no service { $service } in the cluster { $cluster }. This lists those that are there: ecsplain --cluster { $cluster } services
live-no-service-anywhere = There is no service { $service } in any cluster of this Region. This lists those that are there: ecsplain services
live-no-services = The cluster { $cluster } holds no service.
live-no-services-anywhere = No cluster of this Region holds a service. Is it the right one? Name another with --region.
live-only-most-stuck = Tasks, revisions and logs were read of the { $most } most stuck of { $count } services. Name one with --service to read it in full.
live-stats = { $calls ->
    [one] { $calls } call, { $retries } retries, { $throttled } throttled, { $bytes } bytes, from { $from } to { $to } ms
   *[other] { $calls } calls, { $retries } retries, { $throttled } throttled, { $bytes } bytes, from { $from } to { $to } ms
}
unchecked-call = { $call }
because-refused = AWS refused with { $code }: { $message }
because-refused-bare = AWS refused with { $code }
because-status = the endpoint answered with HTTP status { $status } and no error of AWS
because-garbled = the answer is not JSON, or was cut
because-timed-out = no answer came in time
because-unreachable = no connection: { $why }
because-no-credentials = there are no credentials: { $why }
stopped-none-listed = ECS lists no stopped task; it keeps them for about an hour
because-no-record = ECS lists none for the service
because-none-listed = ECS lists no stopped task of the service; it keeps them for about an hour

## program: waiting

progress-asking = Asking AWS …
wait-unseen = Nothing was seen before waiting ended.
wait-not-saved = --wait follows a live deployment, and what was saved does not change. Leave --from out.
wait-no-deployment = The answers name no deployment of { $name }, so there is nothing to wait for.
wait-begun = Waiting for the deployment { $deployment } of { $name }.
wait-begun-of = Waiting for the deployment { $deployment } of { $name }, which leads to { $revision }.
wait-look = { $at }  { $state }: { $headline }
wait-look-stuck = { $at }  { $state }: { $verdict }
wait-blind = Nothing could be seen; it is tried again in { $pause }. { $why }
wait-completed = The deployment { $deployment } is complete.
wait-failed = The deployment { $deployment } failed.
wait-rolled-back = The deployment { $deployment } was rolled back.
wait-paused = The deployment { $deployment } waits for a person.
wait-superseded = The deployment { $deployment } was superseded by a newer one before it was complete.
wait-stopped = The deployment { $deployment } was stopped before it was complete.
wait-gone = The service is not active any more, and the deployment { $deployment } with it.
wait-timed-out = The time is up, and the deployment { $deployment } is not over.
wait-interrupted = Waiting was ended; the deployment { $deployment } is not over.

## program: recording

record-begun = Recording into { $path }: one capture every { $every }. Ctrl-c ends it.
record-under-way = Recording into { $path }: { $records ->
    [one] one capture
   *[other] { $records } captures
}, { $size }, the last of { $at }. Ctrl-c ends it.
record-blind = Nothing could be seen, and that was recorded; it is tried again in { $pause }. { $why }
record-torn = { $path }: the end of its last record was missing; that record was taken away, and the recording goes on.
record-summary = { $records ->
    [one] One capture was written to { $path }, which has { $size } now. This opens it:
   *[other] { $records } captures were written to { $path }, which has { $size } now. This opens it:
}
record-nothing = Nothing was recorded.
size-bytes = { $bytes ->
    [one] one byte
   *[other] { $bytes } bytes
}
size-kilobytes = { $kilobytes } kB
size-megabytes = { $megabytes } MB

## the emulator

emulate-serving =
    A model of ECS answers on { $url } until ctrl-c. It is no drop-in for ECS, and nothing here reaches AWS.
    The account is empty. To try it:

      export { $keys }
      aws --endpoint-url { $url } ecs create-cluster --cluster-name prod
      ecsplain --endpoint-url { $url } services
emulate-serving-cluster =
    A model of ECS answers on { $url } until ctrl-c. It is no drop-in for ECS, and nothing here reaches AWS.
    To try it:

      export { $keys }
      aws --endpoint-url { $url } ecs list-services --cluster { $cluster }
      ecsplain --endpoint-url { $url }
emulate-no-scenario = There is no scenario { $name }. There are: { $known }. One of your own is named by its path, which ends with .toml.
emulate-no-fault = { $fault } is no fault. There are: throttle=0.2, latency=50ms, deny=logs:GetLogEvents.
demo-not-started = The model of ECS cannot be started
app-header-model = MODEL, not AWS
report-captured-model = a model of ECS and not AWS, captured { $at }
emulate-no-port = Port { $port } of 127.0.0.1 cannot be served

## report and command line

report-no-services = There is no service { $wanted } in the input; it holds no service at all.
report-no-such-service = There is no service { $wanted } in the input. There is: { $known }.
report-nothing-to-describe = The input holds no service, deployment or task to describe.
report-describe-needs-kind = { $name } has no kind. Write KIND/NAME, for example deployment/{ $name } or pod/{ $name }.
report-no-such-object = There is no { $name } in the input. Without a name, describe prints everything there is.
report-others =
    { $count ->
        [one] One other in the input: { $names }.
       *[other] { $count } others in the input: { $names }{ $more ->
            [0] .
           *[other] { "" } and { $more } more.
        }
    }
report-markdown-title = { $name } is { $state }
report-findings = What is wrong
report-unchecked = Could not be checked
report-next = Next
report-mutates = (changes something in AWS)
report-captured-nothing = saved, at a time that nothing in it states
report-captured-inside = saved { $at } or later (the newest time inside)
report-captured-envelope = saved { $at }
report-captured-live = live, captured { $at }
report-nothing-read = Nothing that could be explained was read.
report-terminal-needed = The screen needs a terminal. For a pipe there is: ecsplain triage.

## watching a live account

keys-refresh = refresh
keys-refresh-long = Ask AWS again now, also while paused or after an error.
keys-pause = pause
keys-pause-long = Stop asking AWS, or go on.
watch-asking-service = Asking AWS for the service { $service } of the cluster { $cluster } …
watch-asking-service-anywhere = Asking AWS for the service { $service } in every cluster of the Region …
watch-asking-list = Asking AWS for the services of the cluster { $cluster } …
watch-asking-all = Asking AWS for the services of every cluster of the Region …
app-title-asking = AWS
watch-profile = Profile { $name }
watch-region = Region { $name }
watch-endpoint = Endpoint { $name }
watch-no-answer = ✗ There is nothing to show yet.
watch-retry = It is asked again by itself, and at once with r. P and R go over to another profile or Region.
watch-widen = esc asks for the services of every cluster instead.
watch-failed = ✗ No answer; r asks again. { $why }
keys-follow = follow log
keys-follow-long = Follow the log of the container that matters, the newest line first; again, or another step, ends it.
keys-metrics = metrics
keys-metrics-long = Ask CloudWatch for CPU and memory, once: it charges for each answer.
watch-metrics = CloudWatch is asked for CPU and memory, once.
keys-profile = profile
keys-profile-long = Go over to another profile of the AWS configuration files.
keys-region = Region
keys-region-long = Go over to another Region.
app-title-profiles = Profile: type to narrow, enter takes it
app-title-regions = Region: type a name or part of it, enter takes it
app-title-following = { $step } · following
app-choose-hint = ↑↓ choose, enter takes it, esc leaves
watch-choose-typed = { $name } (as typed)
watch-choose-nothing = The AWS configuration files name no profile. This makes one: aws configure --profile NAME
watch-choose-none = There is none of this name.
watch-follow-nobody = There is no log to follow: no container stands out, or its task definition is not known.
watch-follow-none = There is no log to follow: the task definition configures no log driver.
watch-follow-driver = There is no log to follow here: the log driver { $driver } sends it to a place that ECS does not know.
watch-follow-no-stream = There is no log to follow: which stream of { $group } it is cannot be told.
watch-partly = ! in part of { $time }
watch-is-live = ● live
view-column-memory = IN ECS
view-memory-gone = gone since { $time }
view-memory-in = for { $time }
view-memory-some-gone = { $all ->
    [one] gone from ECS since { $time }
   *[other] { $count } of { $all } gone from ECS, the first since { $time }
}
view-memory-next = { $all ->
    [one] gone from ECS in { $time }
   *[other] the next gone from ECS in { $time }
}
view-events-gone = ECS no longer lists it since { $time }.
watch-is-asking = … asking AWS
watch-is-paused = ‖ paused
watch-is-throttled = ! throttled by AWS
watch-is-failing = ✗ no answer
watch-asking-again = asking again …
watch-at = { $time }
watch-old = { $age } old
watch-again = again at { $time }

## reasoning: what a deployment waits for

deployments-baking = the new tasks run and are watched before the old ones go
deployments-watching-alarms = the new tasks run; CloudWatch alarms are watched
verdict-paused-at-until = The deployment is paused on purpose at { $stage } and waits for a person; on { $until } it { $action }.
verdict-hook-until = The deployment waits for the hook { $name } (stage { $stage }), not for a task; on { $until } it { $action }.
verdict-baking-until = The new tasks run; the deployment watches them for its bake time of { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
}, which ends on { $until } at the latest.
verdict-watching-alarms = All wanted tasks run; the deployment watches its CloudWatch alarms before it is called done: { $names }.

## reasoning: which deployment is which

past-successful = { $name } was rolled out.
past-rolled-back-to = { $name } failed and was taken back; { $revision } ran again.
past-rolled-back = { $name } failed and was taken back.
past-rollback-failed = { $name } failed, and taking it back failed too.
past-superseded = { $name } never finished: a newer deployment was pushed over it.
past-stopped = { $name } was stopped.
past-other = { $name } is { $status }.
view-past = Deployments before
view-role-superseded = (overtaken)

## reasoning: what becomes of it

forecast-trips = { $left ->
    [0] The breaker's threshold of { $threshold } failures is reached ({ $counted })
    [one] One more failure trips the breaker: { $failures } of { $threshold } so far ({ $counted })
   *[other] { $left } more failures trip the breaker: { $failures } of { $threshold } so far ({ $counted })
}{ $within }; { $then }
forecast-counted = counted by ECS
forecast-computed = computed
forecast-pace = , in about { $time } at this pace
forecast-no-pace = {""}
forecast-rolls-back = then it rolls back.
forecast-stops = then the deployment stops where it is.
forecast-not-counted = The breaker has counted none of the { $count } tasks that failed, so nothing says that it will trip.
forecast-never = The breaker is off: ECS tries again for ever.
forecast-next-try = ECS waits longer after each failed start; the next try comes by { $by }.

## reasoning: what changed

change-changed = { $field }: { $before } → { $after }
change-added = { $field }: new, { $after }
change-removed = { $field }: gone, was { $before }
change-masked = { $field }: another value
change-masked-added = { $field }: new
change-masked-removed = { $field }: gone
view-changes = What changed from { $from } to { $to }
view-changes-missing = The task definition { $revision } was not captured, so the two are not compared.
view-changes-none = Nothing that was captured differs.
view-changes-more = { $count ->
    [one] One more change.
   *[other] { $count } more changes.
}

## reasoning: why a finding is as sure as it is

because-stated = It is stated, and nothing that was captured speaks against it.
because-words-unknown = The words are those of ECS; which cause stands behind them is not known here.
because-points = What was captured points there; another cause is not excluded.
because-fits = It is one of several causes that fit what was captured.
because-event-among-others = An event tells of its moment alone, and the text holds the counts of the service as well.
because-one-failure = One failure may be an accident: ECS tries again, and the next task may get well.
because-undated = Nothing says when the event was written, so it may be over.
because-band-has-room = By its percentages the deployment has room to move; ECS writes the same while deployments overlap.
because-log-line = A log line points there; programs also log errors that they get over.

## reasoning: hand-off

timeline-event = event: { $message }
timeline-deployment = deployment { $id } of { $revision } began
timeline-record = service deployment { $id } ended as { $status }: { $reason }
timeline-stop = task { $task } of { $revision } stopped: { $code } { $reason }
timeline-stop-exits = task { $task } of { $revision } stopped: { $code } { $reason } (exit codes: { $exits })
handoff-timeline = The last hour (UTC)
handoff-log = Last log lines
handoff-made-with = Made with
handoff-version = ecsplain { $version }; it only reads.
handoff-redacted = Values of environment, and what looks like a password, a token or a key, were taken out.

## reasoning: what log lines say

because-log-unstated = A log line points there, and the answer does not say whose line it is.
cause-run-log-command = { $container } exited with code { $code }; its log says that it was given a command it cannot read: check how command and entryPoint are split.
cause-run-log-script = { $container } exited with code { $code }; its log says that the interpreter of a script was not found, as with Windows line ends.
cause-run-log-heap = { $container } exited with code { $code }; its log says that the heap of its runtime is full.
cause-run-log-migration = { $container } exited with code { $code }; its log says that the database is not as the application expects it: a migration is missing or failed.
cause-run-log-database = { $container } exited with code { $code }; its log says that a database or queue could not be reached.
cause-run-log-host = { $container } exited with code { $code }; its log says that the name of a host could not be resolved.
cause-run-log-login = { $container } exited with code { $code }; its log says that a login was refused.
cause-run-log-setting = { $container } exited with code { $code }; its log says that a setting is missing or wrong.
cause-run-log-aws = { $container } exited with code { $code }; its log says that AWS refused a call, which the task role must allow.

## reasoning: rules

cause-health-bind-loopback = The application listens on its loopback address alone, where the load balancer does not reach it.
cause-health-bind-interface = The application listens on the address of the task's interface alone, where a check inside the container does not reach it.
cause-health-wrong-port-of = The application listens on port { $heard }, and the load balancer is sent to port { $wanted }.
cause-health-container-slow-of = Each task was stopped as soon as its own check could fail (start period { $start }s, { $retries } checks, { $interval }s apart): either the application starts too slowly for it, or the check cannot pass.
cause-health-container-slow-ready = The application was ready after { $after }, and its own check had failed by { $lived }: it starts too slowly for it.
cause-run-killed-near-memory = { $container } got SIGKILL while the memory of the service stood at { $percent } % of its reservation.
cause-deploy-rollback-ineffective-of = { $revision }, which the service was taken back to, fails as well: the fault is not in the task definition.
cause-place-port-taken = No container instance could take the task: it needs host port { $port }, which is taken on the nearest instance, { $instance }.
cause-place-attribute-of = No container instance could take the task: the nearest instance, { $instance }, lacks the attribute { $attribute }.
cause-place-agent-of = The ECS agent of the nearest instance, { $instance }, is not connected.
cause-init-logs-region = The log group is looked for in { $stated }, and the task runs in { $region }.
cause-init-secret-bare = The valueFrom { $secret } is a bare name, so ECS asks Parameter Store for it, wherever the secret lies.
cause-vol-shadows-of = A volume is mounted over { $path } and hides what the image has there.
cause-health-host-of = The checks of { $count } tasks failed together, all of them on the instance { $instance }: the host is at fault, not the application.
cause-infra-draining-of = The instance { $instance } drains, and its tasks wait for replacements that do not start.
cause-health-overload-of = The check got no answer in time while CPU stood at { $percent } %: the application may be too busy to answer.
because-ready-late = The log says when the application was ready; that a check would have passed then is inferred.
because-banner = The log line says where the application listens; that the check fails for it is inferred.
because-memory-near = The metric is of the whole service and of a minute; the kernel's log of the host would decide.
because-placement-computed = No event says so; it is computed from what the instances had left.
because-no-log-options = The text says the same when awslogs-region names another Region; the task definition would tell.
because-no-value-from = ECS also asks Parameter Store when a secret is named without its ARN; the task definition would tell.
because-no-mounts = A volume mounted over the program says the same; the task definition would tell.
because-definition = The task definition explains the text otherwise than its words.
because-cpu-busy = Tasks that are busy fail so, and so does a closed port; that earlier checks passed would decide.
ruled-out-elb-grace = a target does not answer, but its task has run for { $age }, and ECS disregards the checks of a task for { $grace }
ruled-out-bind-address = the log says that it listens on every address: { $line }
ruled-out-slow-start = the log says that the application was ready after { $after } of the { $lived } that the task lived
ruled-out-container-slow = tasks lived { $lived }, longer than the { $window } in which a check that never passes fails
ruled-out-placement = the instance { $instance } has room for the task
unchecked-memory = whether { $container } was killed for its memory use
why-memory = memory of the service in the last hour; CloudWatch charges for the call
note-died-alike = { $count } tasks, all died { $lived } after their start, give or take { $spread }.
note-never-ran-alike = { $count } tasks, none ever ran; each was given up after { $lived }, give or take { $spread }.
note-same-exit = In all of them { $container } exited with code { $code }.
note-same-line = The logs of { $count } of them end in the same line: { $line }
note-private-address = The address { $address } is private: an endpoint inside the VPC was asked, so look at its security group and subnets, not at the way to the internet.
note-public-address = The address { $address } is public: the way out of the subnet is missing (route, NAT, public IP), or a security group closes it.
note-one-subnet = All { $count } failed tasks were in { $subnet }, and tasks of other subnets run: look at its route table, its network ACL and what has no mount target or endpoint there.
note-one-subnet-checked = All { $count } failed tasks were in { $subnet }, and tasks of other subnets run: look at the network ACLs between it and the load balancer, and whether the load balancer covers its zone.
note-own-login = The registry is not ECR: it takes the login in repositoryCredentials of the task definition, or lets anybody pull.
note-role = The refused role is { $role }; without the task definition nothing says whether it is the execution role or the task role.
note-role-both = The refused role { $role } is both execution role and task role.
note-role-execution = The refused role { $role } is the execution role, which ECS uses to start the task; rights of the task role do not help.
note-role-task = The refused role { $role } is the task role, which the application uses; rights of the execution role do not help.
note-role-service = The refused role { $role } is the service-linked role of ECS.
note-role-neither = The refused role { $role } is neither execution role nor task role: on EC2 without an execution role it is the role of the instance.
note-service-connect = The proxy talks to the agent of ECS; a refusal of ecs:Poll in its log can also mean that it does not reach 169.254.170.2.
note-check-path = The check asks for { $path }.
note-check-path-codes = The check asks for { $path } and takes { $codes } for healthy.
note-check-port = The check goes to port { $port }, not to the port of the traffic: the security group must admit it too.
note-host-header = The application refuses the Host header of the check: { $line }
unchecked-newer-revision = whether { $revision }, which is newer than what runs, was pushed and taken back
because-pull-through = The repository looks like one of a pull through cache: ECR answers the same when the image is not there upstream and when the role may not import it (ecr:BatchImportUpstreamImage, ecr:CreateRepository).
because-script-or-platform = A script that does not begin with #! is refused in the same words.
because-denied-or-missing = Registries answer the same when the repository does not exist and when it may not be read.
unchecked-target-group = path, port and codes of the load balancer's check

## Handbook

# The sentence that a team wrote on its own page.
cause-in-own-words = { $text }
cause-run-app-config = The application stops because a setting that it was given is wrong.
cause-run-app-dependency = The application stops because something that it depends on does not answer or is not as it expects.
cause-run-bad-command = The command of the container is not what its program understands.
cause-vol-shadows-image = A volume is mounted over the files of the image that the program needs.
cause-start-crlf = The script that the container starts cannot be run: its line ends or its interpreter are wrong.
cause-health-elb-sg = The security group of the tasks does not let the load balancer in.
cause-health-elb-wrong-port = The load balancer checks a port that the application does not listen on.
cause-health-bind-address = The application listens on an address where the check does not reach it.
cause-health-elb-dependency = The health check fails because something that the application depends on does not answer.
cause-health-elb-overload = The tasks are overloaded, so that health checks wait too long for an answer.
cause-health-stale-target = The target group sends traffic to a target that is no longer the task it was registered for.
cause-health-host-unresponsive = All tasks of one container instance are unhealthy at once: the instance is in trouble, not the application.
cause-health-container-slow = The application takes longer to start than its own health check allows.
cause-health-mesh-proxy = The proxy of the service mesh does not become ready.
cause-health-service-connect = The Service Connect proxy of the task does not become ready.
cause-deploy-rollback-ineffective = The rollback fails as the deployment did: the fault is not in the task definition.
cause-deploy-codedeploy-health = Tasks of the task set fail, which CodeDeploy does not look at: it may report success all the same.
cause-infra-draining = A container instance is draining and cannot finish: its tasks cannot be replaced elsewhere.
handbook-unreadable = the page cannot be read: { $why }
handbook-no-head = a page begins with a line of three hyphens, its head in YAML and another such line
handbook-head-open = the head of the page does not end: a second line of three hyphens is missing
handbook-no-title = the head of the page has no title
handbook-not-a-class = { $name } is not a class: a class is written family.name in small letters
handbook-no-phrases = there is no list of words named { $name }
handbook-matches-all = a signature of this class would match every text: it needs words in "all"
handbook-yaml = the head of the page is wrong: { $why }
handbook-no-page = There is no page about "{ $page }", and none near it; "ecsplain handbook --list" names them all.
handbook-near = There is no page about "{ $page }". Near are: { $names }.
handbook-no-hit = No page is about "{ $words }".
handbook-see = AWS about it
view-page-others = Other pages about it
view-page-named = Pages that it names
view-page-file = Your team's page: { $file }
view-pages-none = No page is about all of these words.
handbook-others = Other pages about it: { $names }.
view-column-page = PAGE
view-column-title = TITLE

## Explain

explain-exit-code = Exit code { $code }: { $meaning }.
exit-windows = Windows ended it with { $code } ({ $name })
why-handbook = From the page { $class } of the handbook, to confirm it.
cause-state-routine = The scheduler did its routine work; this is no failure.
cause-state-stop-code = The stop code says who stopped the task, not why.
cause-state-rollout = This is where a deployment stands.
cause-state-task = This is where a task stands.
cause-state-target = This is where a target of the load balancer stands.
word-task-failed-to-start = The task ended before all of its containers ran; stoppedReason and the reasons of its containers say why.
word-essential-container-exited = A container that the task cannot do without ended; its exit code, its reason and its log say why.
word-resource-initialization = Something that the task needs before its containers start could not be set up: a secret, a registry login, a log driver, a volume or the network; the words after it say which.
word-cannot-start = The container runtime could not create or start the container; the words after it say why.
word-service-scheduler-initiated = The scheduler stopped the task: it was replaced, scaled in or judged unhealthy, and only stoppedReason tells which.
word-user-initiated = Somebody, or something with an API key, stopped the task; stoppedReason holds their words.
word-spot-interruption = The Spot capacity under the task was taken back.
word-termination-notice = What the task runs on is going away: Spot capacity was called back, or the host was terminated.
word-infrastructure-health = ECS judged the infrastructure under the task unhealthy; AWS does not say more about this code.
word-in-progress = The deployment is under way; that alone does not say whether it moves.
word-completed = The deployment reached its goal; if that was a rollback, what runs is not what was pushed.
word-failed = It failed: a deployment was given up by its circuit breaker or an alarm, or a hook did not succeed.
word-primary = The deployment that the scheduler is leading to; in a rollback that is the old revision.
word-active = It is in use: a deployment that is being replaced, or a service, cluster or instance that takes work.
word-draining = It takes no new work and waits for what it still has to end.
word-inactive = It was deleted or deregistered and is kept for reference.
word-successful = The service deployment reached its goal.
word-stop-requested = The service deployment was asked to stop, as a newer one does when it takes over.
word-rollback-in-progress = ECS is taking the service back to an older revision.
word-rollback-successful = The service was taken back to an older revision; what was pushed does not run.
word-rollback-failed = The service could not be taken back either; tasks of both revisions may be missing.
word-awaiting-action = The deployment waits for a person at a pause.
word-bake-time = The new tasks run and are watched before the old ones go.
word-provisioning = Something is set up before the task can be placed or started: as a rule its network interface.
word-pending = The task is placed and waits for the agent, which pulls images and starts containers; of a service deployment it means not yet begun.
word-activating = The containers are being set up: images are pulled, targets registered.
word-running = All containers that have to run do run; that says nothing about their health.
word-deactivating = The task is taken out of its target groups before it is stopped.
word-stopping = The containers got SIGTERM; SIGKILL follows when their stop timeout ends.
word-deprovisioning = The containers ended; what was set up for the task is taken down, as a rule its network interface.
word-stopped = The task ended; ECS keeps it for about an hour.
word-deleted = ECS is about to forget the task.
word-healthy = The container's own health check passes; a check of the load balancer is another one.
word-unhealthy = A health check fails; whose it is tells where to look: the container's own, or the load balancer's.
word-unknown = There is no health check, or it has not been answered yet.
word-missing = ECS does not know what was asked for: it is misspelt, in another cluster or Region, or already forgotten.
word-registration-in-progress = The target is being registered.
word-initial-health-checking = The target has not been checked often enough to be called healthy.
word-response-code-mismatch = The check was answered, with a code that the target group does not take for success; the description names it.
word-failed-health-checks = The connection was refused or reset, or the answer was malformed: as a rule nothing listens on that port, or not on that address.
word-not-registered = The target is not registered in the target group.
word-not-in-use = The target group is used by no listener, or the target's zone is not enabled at the load balancer.
word-invalid-state = The target is stopped or terminated.
word-ip-unusable = The address is in use by a load balancer and cannot be a target.
word-deregistration-in-progress = The target is being taken out and finishes its connections.
word-health-check-disabled = Health checks are disabled for the target group.
word-elb-internal-error = The load balancer had an error of its own.
explain-nothing-given = Give the text as an argument, on standard input, or with --from the file that holds it.
explain-nothing-known = Nothing in this text is known. "ecsplain handbook --search WORDS" looks in the handbook.
explain-kubernetes-word = { $word } is a word of Kubernetes, which ECS does not use. "ecsplain handbook --search { $word }" shows what stands for it in ECS.
explain-steady-once = The service reached a steady state at the moment of this event; where it stands now, the rest of the text would tell, which could not be read as an answer of ECS.
explain-beginning = A message of ECS begins like this; what comes after it names the cause. Give the whole message, with what follows "Reason:" or stands in the brackets at its end.
explain-page = The page: ecsplain handbook { $class }
because-no-check-in-log = No captured line tells of a check, so they may never arrive; a server that logs no requests looks the same.
cause-init-logs-group-missing-of = The log group { $group } does not exist in the Region that the task definition names.
