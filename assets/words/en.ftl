### The words of ecsplain in English. One sentence a key; facts come in as $names.
### Sections follow the folders of src/.

## Shared

duration-seconds = { $seconds }s
duration-range = { $from }–{ $to }
unknown = unknown

## diagnosis: states

## diagnosis: step 1, service events

## diagnosis: step 2, deployments

## diagnosis: step 3, stopped tasks

## diagnosis: step 4, exit codes

## diagnosis: step 5, logs and metrics

## diagnosis: findings, verdicts

## diagnosis: gaps and next commands

## kube: provenance

kube-field-empty = ECS states nothing in { $field }.
kube-not-saved = It was not saved. This would fetch it: { $command }
kube-definition-unknown = Nothing that was saved names the task definition.
kube-namespace = The cluster { $cluster }; ECS has no namespaces.
kube-namespace-unknown = Nothing that was saved names the cluster; ECS has no namespaces.
kube-no-taints = ECS has no taints and no tolerations.
kube-no-node-selectors = ECS has no node selectors; placement constraints stand in the annotations.
kube-no-node-fargate = Fargate shows no node.
kube-node-not-saved = The id of the container instance; its EC2 instance was not saved. This would fetch it: { $command }
kube-no-address = The task states no address of its own: it is not in awsvpc mode, or has none yet or any more.
kube-host-port-awsvpc = In awsvpc mode a task has its own network interface, and no port of a host.
kube-cpu-units = { $field } is { $units } CPU units; 1024 units are one CPU.
kube-service-account = The task role { $role }, as whom the application acts.
kube-volume-kind = The nearest kind of Kubernetes volume for { $field }.
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
kube-pod-conditions = From the task's status, its network interface, its container health and the target health, as far as they were saved.
kube-controlled-by = The ReplicaSet that stands for { $id }, from { $field }.
kube-replica-set-name = The service, the revision of the task definition and the end of { $field }.
kube-replica-set-replicas = Current is runningCount and pendingCount of { $field }, desired its desired count.
kube-pods-status = The saved tasks of this deployment by phase; ECS keeps stopped tasks for about an hour.
kube-selector = ECS joins tasks by { $field }; the label is ours.
kube-replicas = Desired is service.desiredCount. Updated and total are running and pending tasks of the deployments, unavailable is what they want less what is available; available is runningCount less the tasks that something saved shows to be unhealthy.
kube-min-ready = ECS has no such setting; a task without a health check counts after 40 seconds.
kube-replica-sets = The deployments or task sets of the service: running and pending tasks of the desired ones.
kube-no-strategy-type = Kubernetes has no such type: this is { $kind }.
kube-strategy-type = A rolling update by the ECS deployment controller.
kube-strategy-deadlock = A rolling update with minimumHealthyPercent { $minimum } and maximumPercent { $maximum }; Kubernetes would refuse these bounds.
kube-rolling-update = 100 less minimumHealthyPercent, and maximumPercent less 100. ECS rounds the upper bound down, Kubernetes up.
kube-event-service = { $field } states the words and the time; the type and the reason are the nearest that Kubernetes has.
kube-event-task = { $field } states the time; ECS writes no such event.
kube-no-events = Nothing that was saved tells of this object alone; the service's other events stand with its Deployment.
kube-replica-failure = ECS could not place a task, and nothing newer says that it could.
kube-available = Whether no fewer tasks are available than minimumHealthyPercent of the desired ones.
kube-progressing = From the rolloutState of the primary deployment, or the service deployment. ECS has no progress deadline.

## app: keys and help

## view

## source: reading problems

## report and command line
