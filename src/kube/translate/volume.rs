//! Volumes of a task definition and where its containers mount them.

use std::collections::{BTreeMap, BTreeSet};

use k8s_openapi::api::core::v1::{
    CSIVolumeSource, EmptyDirVolumeSource, HostPathVolumeSource, Volume, VolumeMount,
};

use crate::kube::describe::page::path;
use crate::kube::names;
use crate::kube::provenance::Sources;
use crate::model::task_definition::{self, FileSystemVolume};
use crate::model::{ContainerDefinition, TaskDefinition};
use crate::msg;

/// The driver under which a Kubernetes cluster on AWS mounts EFS. Source: kubernetes-sigs/aws-efs-csi-driver.
const EFS_DRIVER: &str = "efs.csi.aws.com";
/// The same for EBS volumes. Source: kubernetes-sigs/aws-ebs-csi-driver.
const EBS_DRIVER: &str = "ebs.csi.aws.com";
/// The driver that mounts SMB shares, which FSx for Windows File Server is. Source: kubernetes-csi/csi-driver-smb.
const SMB_DRIVER: &str = "smb.csi.k8s.io";

/// The volumes of `definition`, in its order.
pub fn volumes(definition: &TaskDefinition, sources: &mut Sources, parent: &str) -> Vec<Volume> {
    let own = path(parent, "Volumes");
    sources.stated_if(!definition.volumes.is_empty(), &own, "taskDefinition.volumes");
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for (index, volume) in definition.volumes.iter().enumerate() {
        let name = names::name(volume.name.as_deref().unwrap_or_default());
        if !seen.insert(name.clone()) {
            continue;
        }
        let field = format!("taskDefinition.volumes[{index}]");
        let own = path(&own, &name);
        sources.stated(own.clone(), field.as_str());
        for title in ["Type", "Driver"] {
            sources.computed(path(&own, title), msg!("kube-volume-kind", field = field.as_str()));
        }
        for title in ["FSType", "ReadOnly", "Medium", "SizeLimit", "HostPathType"] {
            sources.absent(path(&own, title), msg!("kube-volume-default"));
        }
        all.push(one(name, volume));
    }
    all
}

fn one(name: String, volume: &task_definition::Volume) -> Volume {
    let empty = Volume { name, ..Volume::default() };
    if let Some(system) = &volume.efs_volume_configuration {
        return Volume { csi: Some(file_system(EFS_DRIVER, system)), ..empty };
    }
    if let Some(system) = &volume.fsx_windows_file_server_volume_configuration {
        return Volume { csi: Some(file_system(SMB_DRIVER, system)), ..empty };
    }
    if volume.configured_at_launch == Some(true) {
        let csi = CSIVolumeSource { driver: EBS_DRIVER.to_owned(), ..CSIVolumeSource::default() };
        return Volume { csi: Some(csi), ..empty };
    }
    let host_path =
        volume.host.as_ref().and_then(|host| host.source_path.clone()).filter(|path| !path.is_empty());
    if let Some(path) = host_path {
        return Volume { host_path: Some(HostPathVolumeSource { path, type_: None }), ..empty };
    }
    Volume { empty_dir: Some(EmptyDirVolumeSource::default()), ..empty }
}

fn file_system(driver: &str, system: &FileSystemVolume) -> CSIVolumeSource {
    let stated = [("fileSystemId", &system.file_system_id), ("rootDirectory", &system.root_directory)];
    let attributes: BTreeMap<String, String> =
        stated.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value.clone()?))).collect();
    CSIVolumeSource {
        driver: driver.to_owned(),
        volume_attributes: (!attributes.is_empty()).then_some(attributes),
        ..CSIVolumeSource::default()
    }
}

/// Where `container` mounts `volumes`; a mount of a volume that is not there, or a second one at a path,
/// would not be legal and is left out.
pub fn mounts(container: &ContainerDefinition, volumes: &[Volume]) -> Vec<VolumeMount> {
    let mut taken = BTreeSet::new();
    container
        .mount_points
        .iter()
        .filter_map(|mount| {
            let name = names::name(mount.source_volume.as_deref()?);
            let mount_path = mount.container_path.clone().filter(|path| !path.contains(':'))?;
            let legal = volumes.iter().any(|volume| volume.name == name) && taken.insert(mount_path.clone());
            let read_only = mount.read_only.filter(|read_only| *read_only);
            legal.then(|| VolumeMount { name, mount_path, read_only, ..VolumeMount::default() })
        })
        .collect()
}
