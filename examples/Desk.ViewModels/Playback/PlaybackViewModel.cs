using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>The time line of a replay; its state is null for other sources.</summary>
public sealed class PlaybackViewModel : ViewModel<PlaybackState?>
{
    private readonly RecordingPlayer? _player;

    internal PlaybackViewModel(RecordingPlayer? player, Screen screen, Action<Exception> onFault)
        : base(player?.State)
    {
        _player = player;
        if (player is not null)
            Subscriptions.Add(player.States.Latest(screen).Isolate(onFault).Subscribe(Show));
    }

    /// <summary>Pauses the replay, or continues it.</summary>
    public void Toggle()
    {
        if (State is { IsPlaying: true })
            _player?.Pause();
        else
            _player?.Play();
    }

    /// <summary>Plays at one of <see cref="RecordingPlayer.Speeds"/>; other speeds are ignored.</summary>
    public void SetSpeed(double speed)
    {
        if (RecordingPlayer.Speeds.Contains(speed))
            _player?.SetSpeed(speed);
    }

    public void Seek(DateTimeOffset time) => _player?.Seek(time);

    /// <summary>Goes to a fraction of the recording, 0 to 1.</summary>
    public void Seek(double progress)
    {
        if (State is { } state && progress is >= 0 and <= 1)
            Seek(state.Start + (state.End - state.Start) * progress);
    }
}
