/// The approved verbs of Windows PowerShell, with their groups.
enum Verbs {
  private static let groups: [(String, String)] = [
    (
      "Common",
      "Add Clear Close Copy Enter Exit Find Format Get Hide Join Lock Move New Open Optimize Pop Push Redo Remove Rename "
        + "Reset Resize Search Select Set Show Skip Split Step Switch Undo Unlock Watch"
    ),
    (
      "Data",
      "Backup Checkpoint Compare Compress Convert ConvertFrom ConvertTo Dismount Edit Expand Export Group Import "
        + "Initialize Limit Merge Mount Out Publish Restore Save Sync Unpublish Update"
    ),
    (
      "Lifecycle",
      "Approve Assert Complete Confirm Deny Disable Enable Install Invoke Register Request Restart Resume Start Stop "
        + "Submit Suspend Uninstall Unregister Wait"
    ),
    ("Diagnostic", "Debug Measure Ping Repair Resolve Test Trace"),
    ("Communications", "Connect Disconnect Read Receive Send Write"),
    ("Security", "Block Grant Protect Revoke Unblock Unprotect"),
    ("Other", "Use"),
  ]

  static let all: [(verb: String, group: String)] = groups.flatMap { group, verbs in
    verbs.split(separator: " ").map { (String($0), group) }
  }
}
