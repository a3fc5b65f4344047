namespace Nexus.Desk.ViewModels;

/// <summary>The last change of a level; the beat distinguishes successive changes.</summary>
public readonly record struct Flash(FlashKind Kind, int Beat);
