using Nexus.Reactive;

namespace Nexus.Monitoring.Sources;

/// <summary>Recordings at full speed.</summary>
internal sealed class RecordingSource(IReadOnlyList<string> paths) : FeedSource(NexusRecording.OpenFeed([.. paths]), []);
