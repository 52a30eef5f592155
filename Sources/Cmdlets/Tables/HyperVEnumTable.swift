internal import Ethernet

extension HyperVEnum {
  /// The enumerations of the Hyper-V and VHD cmdlets: a name, then its values, counting from 0 where no number stands.
  static let table = """
    BootDevice: Floppy CD IDE LegacyNetworkAdapter NetworkAdapter VHD
    CacheAttributes: Default WriteCacheEnabled WriteCacheAndFUAEnabled WriteCacheDisabled
    CaptureLiveState: CaptureCrashConsistentState CaptureSavedState CaptureDataConsistentState
    CheckpointType: Disabled=2 Production=3 ProductionOnly=4 Standard=5
    ConsoleModeType: Default COM1 COM2 None
    ControllerType: IDE SCSI PMEM
    CopyFileSourceType: Host
    CriticalErrorAction: None Pause
    DvdMediaType: None ISO PassThrough
    EnhancedSessionTransportType: VMBus HvSocket
    GroupType: VMCollectionType ManagementCollectionType
    IovInterruptModerationValue: Default=0 Adaptive=1 Off=2 Low=100 Medium=200 High=300
    IPProtocolPreference: IPv4 IPv6
    MigrationAuthenticationType: CredSSP Kerberos
    OnOffState: On Off
    OperationType: MoveVirtualMachine ImportVirtualMachine MoveVirtualMachineAndStorage
    RecoveryAuthenticationType: Kerberos=1 Certificate=2 CertificateAndKerberos=3
    ReplicationAuthenticationType: Kerberos=1 Certificate=2
    ResolutionType: Maximum=2 Single=3 Default=4
    SnapshotType: Standard=0 Recovery=1 Planned=2 Missing=5 Replica=6 AppConsistentReplica=7 SyncedReplica=8
    StartAction: Nothing=2 StartIfRunning=3 Start=4
    StopAction: TurnOff=2 Save=3 ShutDown=4
    ThreadCount: Automatic Low Medium High
    VirtualMachineSubType: Unknown Generation1 Generation2
    VirtualMachineType: RealizedVirtualMachine=3 PlannedVirtualMachine=4
    VMConnectAceAccessType: Allowed Denied
    VMHeartbeatStatus: Unknown Disabled NoContact Error LostCommunication OkApplicationsUnknown \
      OkApplicationsHealthy OkApplicationsCritical Paused
    VMIntegrationComponentOperationalStatus: Ok=2 Degraded=3 Error=6 NonRecoverableError=7 NoContact=12 \
      LostCommunication=13 ProtocolMismatch=32775 ApplicationCritical=32782 CommunicationTimedOut=32783 \
      CommunicationFailed=32784 Disabled=32896
    VMMigrationPerformance: TCPIP Compression SMB
    VMNetworkAdapterAclAction: Allow=1 Deny=2 Meter=3
    VMNetworkAdapterAclDirection: Inbound=1 Outbound=2 Both=3
    VMNetworkAdapterAclType: Mac=1 IPv4=2 IPv6=3 WildcardIPv4=4 WildcardIPv6=5 WildcardBoth=6 WildcardMac=7
    VMNetworkAdapterExtendedAclAction: Allow=1 Deny=2
    VMNetworkAdapterExtendedAclDirection: Inbound=1 Outbound=2
    VMNetworkAdapterIsolationMode: None NativeVirtualSubnet ExternalVirtualSubnet Vlan
    VMNetworkAdapterOperationalStatus: Unknown=0 Other=1 Ok=2 Degraded=3 Stressed=4 PredictiveFailure=5 Error=6 \
      NonRecoverableError=7 Starting=8 Stopping=9 Stopped=10 InService=11 NoContact=12 LostCommunication=13 \
      Aborted=14 Dormant=15 SupportingEntity=16 Completed=17 PowerMode=18 ProtocolVersion=32775
    VMNetworkAdapterPortMirroringMode: None Destination Source
    VMNetworkAdapterPrivateVlanMode: Isolated=1 Community=2 Promiscuous=3
    VMNetworkAdapterVlanMode: Untagged Access Trunk Private
    VMOperationalStatus: Ok=2 Degraded=3 PredictiveFailure=5 InService=11 Dormant=15 SupportingEntityInError=16 \
      ApplyingSnapshot=23769 CreatingSnapshot=32768 DeletingSnapshot=32770 WaitingToStart=32771 MergingDisks=32772 \
      ExportingVirtualMachine=32773 MigratingVirtualMachine=32774 BackingUpVirtualMachine=32776 \
      ModifyingUpVirtualMachine=32777 StorageMigrationPhaseOne=32778 StorageMigrationPhaseTwo=32779 \
      MigratingPlannedVm=32780 CheckingCompatibility=32781 ApplicationCriticalState=32782 \
      CommunicationTimedOut=32783 CommunicationFailed=32784 NoIommu=32785 NoIovSupportInNic=32786 \
      SwitchNotInIovMode=32787 IovBlockedByPolicy=32788 IovNoAvailResources=32789 IovGuestDriversNeeded=32790 \
      CriticalIoError=32795
    VMProcessorOperationalStatus: Ok=2 HostResourceProtectionFirst=40000 HostResourceProtectionUnknown=40000 \
      HostResourceProtectionEnabled=40001 HostResourceProtectionDisabled=40002 \
      HostResourceProtectionDegradedSuspended=40003 HostResourceProtectionLast=40004 \
      HostResourceProtectionDegradedFirst=40020 HostResourceProtectionDegradedSerialPipe=40020 \
      HostResourceProtectionDegradedSynthDebug=40021 HostResourceProtectionDegradedLegacyNic=40022 \
      HostResourceProtectionDegradedDvdMedia=40023 HostResourceProtectionDegradedFloppyMedia=40024 \
      HostResourceProtectionDegradedLast=40025
    VMReplicationHealthState: NotApplicable Normal Warning Critical
    VMReplicationMode: None Primary Replica TestReplica ExtendedReplica
    VMReplicationRelationshipType: Simple Extended
    VMReplicationServerOperationalStatus: Unknown Other Ok Degraded Stressed PredictiveFailure Error \
      NonRecoverableError Starting Stopping Stopped InService NoContact LostCommunication Aborted Dormant \
      SupportingEntityInError Completed PowerMode
    VMReplicationState: Disabled ReadyForInitialReplication InitialReplicationInProgress \
      WaitingForInitialReplication Replicating PreparedForFailover FailedOverWaitingCompletion FailedOver Suspended \
      Error WaitingForStartResynchronize Resynchronizing ResynchronizeSuspended RecoveryInProgress \
      FailbackInProgress FailbackComplete WaitingForUpdateCompletion UpdateError WaitingForRepurposeCompletion \
      PreparedForSyncReplication PreparedForGroupReverseReplication FiredrillInProgress
    VMReplicationType: None Regular ApplicationConsistent Planned
    VMResourcePoolType: Memory Processor Ethernet VHD ISO VFD FibreChannelPort FibreChannelConnection PciExpress
    VMState: Other=1 Running=2 Off=3 Stopping=4 Saved=6 Paused=9 Starting=10 Reset=11 Saving=32773 Pausing=32776 \
      Resuming=32777 FastSaved=32779 FastSaving=32780 ForceShutdown=32781 ForceReboot=32782 Hibernated=32783 \
      ComponentServicing=32784 RunningCritical=32785 OffCritical=32786 StoppingCritical=32787 SavedCritical=32788 \
      PausedCritical=32789 StartingCritical=32790 ResetCritical=32791 SavingCritical=32792 PausingCritical=32793 \
      ResumingCritical=32794 FastSavedCritical=32795 FastSavingCritical=32796
    VMSwitchBandwidthMode: Default Weight Absolute None
    VMSwitchExtensionType: Unknown Capture Filter Forwarding Monitoring Native
    VMSwitchLoadBalancingAlgorithm: HyperVPort=4 Dynamic=5
    VMSwitchTeamingMode: SwitchIndependent=1
    VMSwitchType: Private Internal External
    VrssQueueSchedulingModeType: Dynamic StaticVmq StaticVrss
    VrssVmbusChannelAffinityPolicyType: None=1 Weak=2 Strong=3 Strict=4
    WaitVMTypes: Heartbeat IPAddress
    WmiProtocolIFType: None=0 Other=1 IPv4=4096 IPv6=4097 IPv4v6=4098
    RestartType: Reset Reboot
    VhdCompactMode: Full Quick Retrim Pretrimmed Prezeroed
    VhdFormat: Unknown=0 VHD=2 VHDX=3 VHDSet=4
    VhdType: Unknown=0 Fixed=2 Dynamic=3 Differencing=4
    DisableOnFailoverFeature: None RDMA
    VirtualHardDiskPmemAddressAbstractionType: None=0 BTT=1 Unknown=65535
    """
}
