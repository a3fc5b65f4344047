namespace Nexus.Desk.ViewModels;

/// <summary>How a level changed of late; its beat tells one change from the next.</summary>
public readonly record struct Flash(FlashKind Kind, int Beat);
