//! The block of volumes: the kinds that an ECS task can have.

use k8s_openapi::api::core::v1::{CSIVolumeSource, EmptyDirVolumeSource, ProjectedVolumeSource, Volume};

use super::NONE;
use super::containers::Place;
use super::metadata::shorten;
use super::page::{Page, path};
use super::quantity::thousandths;

/// A volume attribute longer than this, in bytes, is cut. Source: kubectl.
const LONGEST_ATTRIBUTE: usize = 140;

/// Writes `Volumes:` and every volume under it.
pub fn volumes(page: &mut Page, place: Place<'_>, all: &[Volume]) {
    let title = "Volumes";
    let own = path(place.parent, title);
    if all.is_empty() {
        page.line(0, own, &format!("{}{title}:\t{NONE}", place.title_indent()));
        return;
    }
    page.heading(0, &format!("{}{title}:", place.title_indent()));
    for volume in all {
        page.heading(1, &format!("{}{}:", place.name_indent(), volume.name));
        one(page, &path(&own, &volume.name), volume);
    }
}

fn one(page: &mut Page, own: &str, volume: &Volume) {
    if let Some(host) = &volume.host_path {
        page.field(2, own, "Type", "HostPath (bare host directory volume)");
        page.field(2, own, "Path", &host.path);
        page.field(2, own, "HostPathType", host.type_.as_deref().unwrap_or(NONE));
    } else if let Some(empty) = &volume.empty_dir {
        empty_dir(page, own, empty);
    } else if let Some(secret) = &volume.secret {
        page.field(2, own, "Type", "Secret (a volume populated by a Secret)");
        page.field(2, own, "SecretName", secret.secret_name.as_deref().unwrap_or_default());
        page.field(2, own, "Optional", &secret.optional.unwrap_or(false).to_string());
    } else if let Some(map) = &volume.config_map {
        page.field(2, own, "Type", "ConfigMap (a volume populated by a ConfigMap)");
        page.field(2, own, "Name", &map.name);
        page.field(2, own, "Optional", &map.optional.unwrap_or(false).to_string());
    } else if let Some(nfs) = &volume.nfs {
        page.field(2, own, "Type", "NFS (an NFS mount that lasts the lifetime of a pod)");
        page.field(2, own, "Server", &nfs.server);
        page.field(2, own, "Path", &nfs.path);
        page.field(2, own, "ReadOnly", &nfs.read_only.unwrap_or(false).to_string());
    } else if let Some(projected) = &volume.projected {
        sources(page, own, projected);
    } else if let Some(csi) = &volume.csi {
        storage_interface(page, own, csi);
    } else {
        page.line(1, own, "<unknown>");
    }
}

fn empty_dir(page: &mut Page, own: &str, empty: &EmptyDirVolumeSource) {
    page.field(2, own, "Type", "EmptyDir (a temporary directory that shares a pod's lifetime)");
    page.field(2, own, "Medium", empty.medium.as_deref().unwrap_or_default());
    let limit = empty.size_limit.as_ref().filter(|limit| thousandths(limit).is_none_or(|size| size > 0));
    page.field(2, own, "SizeLimit", limit.map_or("<unset>", |limit| limit.0.as_str()));
}

fn sources(page: &mut Page, own: &str, projected: &ProjectedVolumeSource) {
    page.field(2, own, "Type", "Projected (a volume that contains injected data from multiple sources)");
    for source in projected.sources.iter().flatten() {
        if let Some(secret) = &source.secret {
            page.field(2, own, "SecretName", &secret.name);
            page.field(2, own, "Optional", &secret.optional.unwrap_or(false).to_string());
        } else if source.downward_api.is_some() {
            page.field(2, own, "DownwardAPI", "true");
        } else if let Some(map) = &source.config_map {
            page.field(2, own, "ConfigMapName", &map.name);
            // v1.32 prints the pointer, not what it points to.
            page.field(2, own, "ConfigMapOptional", if map.optional.is_some() { "true" } else { "<nil>" });
        } else if let Some(token) = &source.service_account_token {
            let seconds = token.expiration_seconds.unwrap_or(0).to_string();
            page.field(2, own, "TokenExpirationSeconds", &seconds);
        }
    }
}

fn storage_interface(page: &mut Page, own: &str, csi: &CSIVolumeSource) {
    page.field(2, own, "Type", "CSI (a Container Storage Interface (CSI) volume source)");
    page.field(2, own, "Driver", &csi.driver);
    page.field(2, own, "FSType", csi.fs_type.as_deref().unwrap_or_default());
    page.field(2, own, "ReadOnly", &csi.read_only.unwrap_or(false).to_string());
    let title = "VolumeAttributes";
    let attributes: Vec<_> = csi.volume_attributes.iter().flatten().collect();
    if attributes.is_empty() {
        page.field(2, own, title, NONE);
    }
    for (index, (key, value)) in attributes.into_iter().enumerate() {
        // kubectl indents the value itself by two levels, on every line.
        let head = if index == 0 { format!("{title}:") } else { String::new() };
        let text = shorten(&format!("{key}={value}"), LONGEST_ATTRIBUTE);
        page.line(2, path(own, title), &format!("{head}\t    {text}"));
    }
}
