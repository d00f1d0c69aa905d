package web

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"gongkai/metrics"
	"gongkai/warehouse"
)

// TestTheDescriptionOfTheAPIIsTrue holds the fields of each schema of openapi.json
// against those that the answers have.
func TestTheDescriptionOfTheAPIIsTrue(t *testing.T) {
	body, err := assets.ReadFile("assets/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	type schema struct {
		Properties map[string]struct {
			Items struct {
				Properties map[string]any `json:"properties"`
			} `json:"items"`
		} `json:"properties"`
		AllOf []struct {
			Properties map[string]any `json:"properties"`
		} `json:"allOf"`
	}
	var description struct {
		Components struct {
			Schemas map[string]schema `json:"schemas"`
		} `json:"components"`
	}
	if err := json.Unmarshal(body, &description); err != nil {
		t.Fatal(err)
	}
	schemas := description.Components.Schemas
	detail := map[string]any{}
	for _, part := range schemas["ReportDetail"].AllOf {
		maps.Copy(detail, part.Properties)
	}
	for name, c := range map[string]struct {
		answer    reflect.Type
		described []string
	}{
		"Summary":      {reflect.TypeFor[warehouse.Summary](), slices.Sorted(maps.Keys(schemas["Summary"].Properties))},
		"County":       {reflect.TypeFor[warehouse.CountyRow](), slices.Sorted(maps.Keys(schemas["County"].Properties))},
		"Matrix":       {reflect.TypeFor[warehouse.Matrix](), slices.Sorted(maps.Keys(schemas["Matrix"].Properties))},
		"Matrix.cells": {reflect.TypeFor[warehouse.MatrixCell](), slices.Sorted(maps.Keys(schemas["Matrix"].Properties["cells"].Items.Properties))},
		"Comparison":   {reflect.TypeFor[metrics.Row](), slices.Sorted(maps.Keys(schemas["Comparison"].Properties))},
		"Report":       {reflect.TypeFor[warehouse.ReportRow](), slices.Sorted(maps.Keys(schemas["Report"].Properties))},
		"Cell":         {reflect.TypeFor[warehouse.CellRow](), slices.Sorted(maps.Keys(schemas["Cell"].Properties))},
		"ReportDetail": {reflect.TypeFor[warehouse.ReportDetail](), slices.Sorted(maps.Keys(detail))},
		"Finding":      {reflect.TypeFor[warehouse.FindingRow](), slices.Sorted(maps.Keys(schemas["Finding"].Properties))},
	} {
		if has := fieldsOf(c.answer); !slices.Equal(has, c.described) {
			t.Errorf("%s: the answer has %v, described are %v", name, has, c.described)
		}
	}
}

// fieldsOf are the names that a struct's own fields have in JSON.
func fieldsOf(answer reflect.Type) []string {
	var names []string
	for i := range answer.NumField() {
		field := answer.Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if field.IsExported() && !field.Anonymous && name != "-" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
