### What reads otherwise when AWS was asked: nothing was saved, it was read.
### Each key stands in en.ftl too, which is used where this file is silent.

events-not-saved = no service events were read
deployments-not-saved = no deployments were read
deployments-counts-not-saved = the counts were not read
stopped-not-saved = no tasks were read
stopped-none = { $count ->
    [one] one task was read, and it is not stopped
   *[other] { $count } tasks were read, none of them stopped
}
exits-not-saved = no tasks were read
exits-none = no task that was read has stopped
logs-not-saved = no log lines or metrics were read
verdict-progressing = { $revision } is rolling out: { $running } of { $desired } tasks run, and nothing that was read speaks against it.
verdict-progressing-long = { $revision } has been rolling out for { $age }: { $running } of { $desired } tasks run, and nothing that was read says why it takes so long.
verdict-progressing-uncounted = The deployment is under way, and nothing that was read speaks against it.
verdict-stuck = The deployment cannot finish, and nothing that was read says why.
verdict-tasks-alive = { $count ->
    [one] One task was read, and nothing in it says that anything is wrong.
   *[other] { $count } tasks were read, and nothing in them says that anything is wrong.
}
verdict-no-service = The service itself was not read, so where it stands cannot be told.
verdict-nothing = Nothing that could be triaged was read: no service, no task, no event.
verdict-short = Only { $running } of { $desired } tasks of { $revision } run, and nothing that was read says why.
verdict-failure = ECS answered { $reason } for { $arn }, and nothing else was read.
verdict-unknown = What was read does not say where the service stands.
because-not-saved = not read
because-none-stopped = none of the tasks that were read has stopped; ECS keeps stopped ones for about an hour
because-no-task-definition = the task definition that says where they go was not read
because-stream-unstated = the lines do not say which stream they are from
because-other-stream = the lines are of another stream
kube-not-saved = It was not read. This would fetch it: { $command }
kube-definition-unknown = Nothing that was read names the task definition.
kube-namespace-unknown = Nothing that was read names the cluster; ECS has no namespaces.
kube-node-not-saved = The id of the container instance; its EC2 instance was not read. This would fetch it: { $command }
kube-pod-conditions = From the task's status, its network interface, its container health and the target health, as far as they were read.
kube-pods-status = The tasks that were read of this deployment by phase; ECS keeps stopped tasks for about an hour.
kube-replicas = Desired is service.desiredCount. Updated and total are running and pending tasks of the deployments, unavailable is what they want less what is available; available is runningCount less the tasks that something shows to be unhealthy.
kube-no-events = Nothing that was read tells of this object alone; the service's other events stand with its Deployment.
view-events-empty = No service events were read.
view-deployments-empty = No deployments were read.
view-stopped-empty = No stopped task was read. ECS forgets a stopped task after about an hour.
view-stopped-all-tasks = All tasks that were read: { $list }
view-exits-empty = No container of a stopped task was read.
view-logs-empty = No log lines were read.
view-logs-to-unknown = Where the log goes is not known: the task definition was not read, or no container stands out.
view-from-not-saved = ? Not read: { $how }
view-gaps-empty = Everything that a verdict needs was read.
