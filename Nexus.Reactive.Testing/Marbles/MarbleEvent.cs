using System.Reactive;

namespace Nexus.Reactive.Testing;

/// <summary>A notification and its time.</summary>
/// <typeparam name="T">The stream's items.</typeparam>
/// <param name="Frame">The frame of the notification.</param>
/// <param name="Time">The exact time since the start. Each transfer to a scheduler takes one tick.</param>
/// <param name="Notification">The value, completion or error.</param>
public readonly record struct MarbleEvent<T>(long Frame, TimeSpan Time, Notification<T> Notification);
